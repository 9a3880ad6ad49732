package io.bighammer.core.config;

import io.bighammer.core.route.Conditions;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ServiceConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts what the files say together and checks it against each other. */
final class CrossChecks {

    private final Findings findings;
    private final List<Outage> outages = new ArrayList<>();

    CrossChecks(Findings findings) {
        this.findings = findings;
    }

    /** @param top the fields of {@code config.json}, for the place of what is doubtful there */
    Configuration join(
            Fields top,
            GatewayConfig gateway,
            List<RouteConfig> routes,
            List<PluginEntry> plugins,
            List<ServiceReader.Entry> services,
            Filled filled) {
        unique(services, entry -> entry.config().name(), ServiceReader.Entry::place);
        unique(plugins, PluginEntry::name, PluginEntry::place);
        checkClashes(routes);
        checkPlugins(routes, plugins);
        List<ServiceConfig> running = new ArrayList<>();
        Map<String, String> missing = new LinkedHashMap<>();
        addMain(top, gateway, running, missing);
        services.forEach(entry -> add(entry, running, missing));
        checkHandlers(routes, running, missing);
        Map<String, Place> places = new HashMap<>();
        services.forEach(entry -> places.put(entry.config().name(), entry.place()));
        return new Configuration(
                gateway, top.places(), routes, plugins, running, places, missing, outages, findings.warnings(), filled);
    }

    private <T> void unique(List<T> entries, Function<T, String> name, Function<T, Place> place) {
        Map<String, T> first = new HashMap<>();
        for (T entry : entries) {
            T other = first.putIfAbsent(name.apply(entry), entry);
            if (other != null) {
                Place at = place.apply(entry);
                findings.error(
                        at.member(at.line(), "name"),
                        "is the name of an entry in line " + place.apply(other).line()
                                + " already; remove or rename one");
            }
        }
    }

    private void checkClashes(List<RouteConfig> routes) {
        Map<Conditions.ClashKey, List<RouteConfig>> alike = new HashMap<>();
        for (RouteConfig route : routes) {
            RouteConfig clashing = null;
            for (Conditions.ClashKey key : route.conditions().clashKeys()) {
                List<RouteConfig> others = alike.computeIfAbsent(key, any -> new ArrayList<>(1));
                for (RouteConfig other : others) {
                    if (clashing == null && route.conditions().sharesMethodWith(other.conditions())) {
                        clashing = other;
                    }
                }
                others.add(route);
            }
            if (clashing != null) {
                findings.error(
                        route.place(),
                        "matches the same requests as " + clashing.place().key() + " in line "
                                + clashing.place().line()
                                + "; change path, method, host or headers, or give one a priority");
            }
        }
    }

    private void checkPlugins(List<RouteConfig> routes, List<PluginEntry> plugins) {
        Map<String, PluginEntry> entries =
                plugins.stream().collect(Collectors.toMap(PluginEntry::name, entry -> entry, (one, two) -> one));
        Set<String> used = new HashSet<>();
        for (RouteConfig route : routes) {
            for (RouteConfig.PluginUse use : route.plugins()) {
                used.add(use.name());
                PluginEntry entry = entries.get(use.name());
                if (entry != null && !entry.enabled()) {
                    findings.warn(
                            use.place(),
                            use.name() + " is switched off in " + entry.place().inFile()
                                    + "; this route runs without it");
                }
            }
        }
        for (PluginEntry entry : plugins) {
            if (entry.enabled() && !entry.global() && !used.contains(entry.name())) {
                findings.warn(
                        entry.place(),
                        entry.name() + " is on no route; name it in a route's plugins, or set \"global\": true");
            }
        }
    }

    private void addMain(Fields top, GatewayConfig gateway, List<ServiceConfig> running, Map<String, String> missing) {
        String key = top.has("business_main_path") ? "business_main_path" : "bussiness_main_path";
        if (gateway.businessMain().isEmpty()) {
            missing.put(ServiceConfig.MAIN, "config.json has no bussiness_main_path");
            return;
        }
        ServiceReader.programMissing(top, key, gateway.businessMain().get())
                .ifPresentOrElse(
                        reason -> {
                            missing.put(ServiceConfig.MAIN, reason);
                            findings.warn(top.place(key), reason + "; the service main does not run");
                        },
                        () -> running.add(
                                ServiceReader.main(gateway.businessMain().get())));
    }

    private void add(ServiceReader.Entry entry, List<ServiceConfig> running, Map<String, String> missing) {
        String name = entry.config().name();
        entry.missing()
                .ifPresentOrElse(
                        reason -> {
                            missing.put(name, reason);
                            if (entry.enabled()) {
                                String outage = "the service " + name + " cannot run: " + reason;
                                outages.add(new Outage(name, Findings.finding(entry.place(), outage)));
                            }
                        },
                        () -> running.add(entry.config()));
    }

    private void checkHandlers(List<RouteConfig> routes, List<ServiceConfig> running, Map<String, String> missing) {
        Set<String> names = new HashSet<>(missing.keySet());
        running.forEach(service -> names.add(service.name()));
        Map<String, Optional<String>> doubts = new HashMap<>();
        for (RouteConfig route : routes) {
            route.handler()
                    .flatMap(handler -> doubts.computeIfAbsent(handler, any -> doubt(handler, names, missing)))
                    .ifPresent(doubt -> findings.warn(route.handlerPlace(), doubt));
        }
    }

    private Optional<String> doubt(String handler, Set<String> services, Map<String, String> missing) {
        String service = HandlerTarget.resolve(handler, services).service();
        boolean unknown = service.equals(ServiceConfig.MAIN) && !handler.equals(ServiceConfig.MAIN);
        String meant = unknown ? Spelling.hint(HandlerTarget.named(handler), HandlerTarget.handlers(services)) : "";
        String reason = missing.get(service);
        boolean told = outages.stream().anyMatch(outage -> outage.service().equals(service));
        if (reason != null && !told) {
            return Optional.of("goes to the service " + service + ", which does not run (" + reason
                    + "), so it answers 503" + meant);
        }
        return reason == null && !meant.isEmpty()
                ? Optional.of("is no service's name, so it goes to main" + meant)
                : Optional.empty();
    }
}
