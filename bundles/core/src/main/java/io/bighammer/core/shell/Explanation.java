package io.bighammer.core.shell;

import io.bighammer.core.config.HandlerTarget;
import io.bighammer.core.config.PluginEntry;
import io.bighammer.core.config.RouteConfig;
import io.bighammer.core.plugin.MissingPlugin;
import io.bighammer.core.route.Lookup;
import io.bighammer.core.route.RouteTable;
import io.bighammer.core.way.Chain;
import io.bighammer.core.way.Route;
import io.bighammer.core.way.ServiceTarget;
import io.bighammer.core.way.Step;
import io.bighammer.core.websocket.SocketTarget;
import java.util.List;
import java.util.Optional;

/** What becomes of a request: the route that serves it and why not another, the plugins in order, the service. */
final class Explanation {
    private final InForce now;
    private final Asked asked;
    private final Table facts = new Table();

    private Explanation(InForce now, Asked asked) {
        this.now = now;
        this.asked = asked;
    }

    static String of(InForce now, Asked asked) {
        return new Explanation(now, asked).text();
    }

    private String text() {
        Lookup<Route> found =
                now.generation().routes().find(asked.method(), asked.host(), asked.path(), asked.headers());
        Optional<RouteConfig> winner = winner();
        if (found instanceof Lookup.Match<Route> match && winner.isPresent()) {
            facts.row(
                    "route",
                    place(winner.get()) + "  "
                            + winner.get().conditions().path().text());
            match.params().forEach((name, value) -> facts.row("param", name + " = " + value));
            plugins(match.route().chain());
            winner.get().plugins().forEach(this::leftOut);
            target(match.route(), winner.get());
        } else {
            facts.row("route", none(found));
            plugins(now.generation().unmatched());
        }
        return asked + "\n" + facts + others(winner);
    }

    private String none(Lookup<Route> found) {
        if (found instanceof Lookup.MethodNotAllowed<Route> other) {
            return notAllowed(other);
        }
        return found instanceof Lookup.OnlyWebSockets<Route> ? "none: 426, it is for WebSockets only" : "none: 404";
    }

    private String notAllowed(Lookup.MethodNotAllowed<Route> other) {
        return asked.method().equals("OPTIONS")
                ? "none, the gateway answers: 204, Allow: " + other.allow()
                : "none: 405, Allow: " + other.allow();
    }

    private Optional<RouteConfig> winner() {
        List<RouteTable.Entry<RouteConfig>> entries = now.configuration().routes().stream()
                .map(route -> new RouteTable.Entry<>(route.conditions(), route))
                .toList();
        return RouteTable.of(entries).find(asked.method(), asked.host(), asked.path(), asked.headers())
                        instanceof Lookup.Match<RouteConfig> match
                ? Optional.of(match.route())
                : Optional.empty();
    }

    private void plugins(Chain chain) {
        if (chain.steps().isEmpty()) {
            facts.row("plugins", "none");
        }
        int place = 1;
        for (Step step : chain.steps()) {
            String state = step instanceof MissingPlugin missing ? ": 503, " + missing.reason() : "";
            facts.row("plugin " + place++, step.name() + state);
        }
    }

    private void leftOut(RouteConfig.PluginUse use) {
        now.configuration().plugins().stream()
                .filter(entry -> entry.name().equals(use.name()) && !entry.enabled())
                .map(PluginEntry::place)
                .findFirst()
                .ifPresent(place -> facts.row("left out", use.name() + ": disabled in " + place));
    }

    private void target(Route route, RouteConfig config) {
        if (config.handler().isEmpty()) {
            facts.row("service", "none: a plugin answers");
            return;
        }
        ServiceTarget service =
                route.target() instanceof SocketTarget socket ? socket.service() : (ServiceTarget) route.target();
        HandlerTarget target = now.configuration().target(config.handler().get());
        facts.row(
                "service",
                target.service() + ", method " + target.method() + ", for the handler " + service.handler()
                        + ", within " + service.timeout().toMillis() / 1000.0 + " s");
        Optional.ofNullable(now.configuration().missingServices().get(target.service()))
                .ifPresent(reason -> facts.row("answer", "503: " + reason));
    }

    private String others(Optional<RouteConfig> winner) {
        Verdict verdict = new Verdict(
                asked, winner.map(RouteConfig::conditions), now.configuration().filled());
        Table losers = new Table();
        for (RouteConfig route : now.configuration().routes()) {
            if (!winner.equals(Optional.of(route))) {
                verdict.against(route)
                        .ifPresent(reason -> losers.row(
                                "  " + place(route), route.conditions().path().text(), reason));
            }
        }
        return losers.size() == 0 ? "" : "\nother routes with that path\n" + losers;
    }

    private static String place(RouteConfig route) {
        return route.place().inFile();
    }
}
