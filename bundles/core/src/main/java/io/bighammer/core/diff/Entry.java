package io.bighammer.core.diff;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.Filled;
import io.bighammer.core.config.Place;
import io.bighammer.core.config.PluginEntry;
import io.bighammer.core.config.RouteConfig;
import io.bighammer.core.config.Settings;
import io.bighammer.core.config.Shown;
import io.bighammer.core.route.Conditions;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ServiceConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A route, a plugin or a service, as it is compared.
 *
 * @param label what a person knows it by
 */
record Entry(Place place, String label, Map<String, Shown> keys) {

    static Map<Conditions, Entry> routes(Configuration configuration) {
        Map<Conditions, Entry> routes = new LinkedHashMap<>();
        configuration.routes().forEach(route -> routes.put(route.conditions(), of(route, configuration.filled())));
        return routes;
    }

    static Map<String, Entry> plugins(Configuration configuration) {
        Map<String, Entry> plugins = new LinkedHashMap<>();
        configuration.plugins().forEach(plugin -> plugins.put(plugin.name(), of(plugin)));
        return plugins;
    }

    /** Those that run. */
    static Map<String, Entry> services(Configuration configuration) {
        GatewayConfig gateway = configuration.gateway();
        Place place = new Place(shown(gateway.home(), gateway.files().services()), 0, "");
        Map<String, Entry> services = new LinkedHashMap<>();
        configuration.services().forEach(service -> {
            Entry entry = of(place, gateway.home(), service);
            mask(
                    entry.keys(),
                    configuration.servicePlaces().getOrDefault(service.name(), place),
                    configuration.filled());
            services.put(service.name(), entry);
        });
        return services;
    }

    /** What a person knows a thing by, its name or what a route matches, is shown all the same. */
    private static void mask(Map<String, Shown> keys, Place place, Filled filled) {
        keys.replaceAll(
                (key, shown) -> key.equals("plugins") ? shown : filled.masked(place.member(place.line(), key), shown));
    }

    private static String shown(Path home, Path file) {
        return (file.startsWith(home) ? home.relativize(file) : file).toString();
    }

    private static Entry of(RouteConfig route, Filled filled) {
        Map<String, Shown> keys = new LinkedHashMap<>();
        keys.put("handler", Shown.of(route.handler()));
        keys.put(
                "plugins",
                Shown.of(route.plugins().stream()
                        .map(RouteConfig.PluginUse::name)
                        .toList()));
        for (RouteConfig.PluginUse use : route.plugins()) {
            use.settings().ifPresent(settings -> settings("plugins." + use.name() + ".", settings, keys));
        }
        keys.put("timeout", Shown.of(route.timeout()));
        keys.put("strip_path", Shown.of(route.stripPath()));
        mask(keys, route.place(), filled);
        return new Entry(route.place(), label(route.conditions()), keys);
    }

    private static String label(Conditions conditions) {
        StringBuilder label = new StringBuilder();
        if (!conditions.methods().isEmpty()) {
            label.append(String.join(",", new TreeSet<>(conditions.methods()))).append(' ');
        }
        label.append(String.join(",", new TreeSet<>(conditions.hosts())))
                .append(conditions.path().text());
        if (!conditions.headers().isEmpty()) {
            label.append(" with ")
                    .append(String.join(", ", new TreeSet<>(conditions.headers().keySet())));
        }
        if (conditions.priority() != 0) {
            label.append(" priority ").append(conditions.priority());
        }
        return label.toString();
    }

    private static Entry of(PluginEntry plugin) {
        Map<String, Shown> keys = new LinkedHashMap<>();
        keys.put("enabled", Shown.of(plugin.enabled()));
        keys.put("global", Shown.of(plugin.global()));
        settings("", plugin.settings(), keys);
        return new Entry(plugin.place(), plugin.name(), keys);
    }

    private static void settings(String prefix, Settings settings, Map<String, Shown> keys) {
        settings.leaves().forEach((key, value) -> keys.put(prefix + "config." + key, value));
    }

    private static Entry of(Place place, Path home, ServiceConfig service) {
        ServiceConfig.Limits limits = service.limits();
        Map<String, Shown> keys = new LinkedHashMap<>();
        keys.put("path", Shown.path(home, service.path()));
        keys.put("command", Shown.of(service.command()));
        keys.put("instances", Shown.of(service.instances()));
        keys.put("max_streams", Shown.of(limits.maxStreams()));
        keys.put("queue", Shown.of(limits.queue()));
        keys.put("queue_timeout", Shown.of(limits.queueTimeout()));
        keys.put("max_requests", Shown.of(limits.maxRequests()));
        keys.put("max_memory", Shown.of(limits.maxMemory()));
        keys.put("request_timeout", Shown.of(limits.requestTimeout()));
        keys.put("start_timeout", Shown.of(limits.startTimeout()));
        keys.put("stop_timeout", Shown.of(limits.stopTimeout()));
        service.environment().forEach((name, value) -> keys.put("env." + name, Shown.secret(value)));
        keys.put("user", Shown.of(service.user()));
        keys.put("token", Shown.secret(service.token()));
        keys.put("probe", Shown.of(service.probe()));
        keys.put("reload", Shown.of(service.reload()));
        return new Entry(place, service.name(), keys);
    }

    /** The names of the plugins that run on every route, in their order. */
    static List<String> globals(Configuration configuration) {
        return configuration.plugins().stream()
                .filter(plugin -> plugin.global() && plugin.enabled())
                .map(PluginEntry::name)
                .toList();
    }
}
