package io.bighammer.core.shell;

import io.bighammer.core.config.Filled;
import io.bighammer.core.config.RouteConfig;
import io.bighammer.core.config.Shown;
import io.bighammer.core.route.Conditions;
import io.bighammer.core.route.Lookup;
import io.bighammer.core.route.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Why a route serves a request or does not. It asks a table with that route alone, made ever more particular, so that it can say nothing
 * else than the table that is in force.
 */
final class Verdict {
    private final Asked asked;
    private final Optional<Conditions> winner;
    private final Filled filled;

    /** @param winner of the route that serves the request, if one does */
    Verdict(Asked asked, Optional<Conditions> winner, Filled filled) {
        this.filled = filled;
        this.asked = asked;
        this.winner = winner;
    }

    /** Why a route does not serve the request; empty when not even its path is that of the request. */
    Optional<String> against(RouteConfig route) {
        Conditions wants = route.conditions();
        Set<String> method = Set.of(asked.method());
        if (!fits(new Conditions(wants.path(), method, Set.of(), Map.of(), 0))) {
            return Optional.empty();
        }
        if (!fits(new Conditions(wants.path(), method, wants.hosts(), Map.of(), 0))) {
            return Optional.of("is for the host " + String.join(", ", new TreeSet<>(wants.hosts())));
        }
        if (!fits(new Conditions(wants.path(), method, wants.hosts(), wants.headers(), 0))) {
            return Optional.of("wants the headers " + headers(route));
        }
        if (!fits(wants)) {
            return Optional.of("does not take " + asked.method()
                    + (wants.methods().isEmpty() ? "" : ", but " + String.join(", ", new TreeSet<>(wants.methods()))));
        }
        return Optional.of(winner.map(better -> comparison(wants, better)).orElse("fits"));
    }

    private Map<String, String> headers(RouteConfig route) {
        Map<String, String> headers = new TreeMap<>(route.conditions().headers());
        headers.replaceAll((name, value) ->
                filled.masked(route.headerPlace(name), Shown.of(value)).text());
        return headers;
    }

    private boolean fits(Conditions conditions) {
        return RouteTable.of(List.of(new RouteTable.Entry<>(conditions, conditions)))
                        .find(asked.method(), asked.host(), asked.path(), asked.headers())
                instanceof Lookup.Match<Conditions>;
    }

    /** In the order in which routes are compared. */
    private String comparison(Conditions loser, Conditions better) {
        if (loser.priority() != better.priority()) {
            return "has the lower priority, " + loser.priority() + " against " + better.priority();
        }
        if (!loser.path().shape().equals(better.path().shape())) {
            return "has the less exact path";
        }
        if (loser.hostDistance(asked.host()) != better.hostDistance(asked.host())) {
            return loser.hosts().isEmpty() ? "names no host" : "names a host less exactly";
        }
        if (loser.headers().size() != better.headers().size()) {
            return "names fewer headers";
        }
        return loser.methods().isEmpty() && !better.methods().isEmpty()
                ? "names no method"
                : "fits as well, but stands after it";
    }
}
