package io.bighammer.core.config;

import io.bighammer.core.route.Conditions;
import io.bighammer.spi.GatewayConfig;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A configuration as text, the same on each run; of the gateway's keys only those that differ from the defaults. */
final class ConfigurationDump {

    private ConfigurationDump() {}

    static String of(Configuration configuration, GatewayConfig defaults) {
        StringJoiner lines = new StringJoiner("\n");
        Map<String, String> usual = new TreeMap<>();
        flatten("", defaults, usual);
        Map<String, String> gateway = new TreeMap<>();
        flatten("", configuration.gateway(), gateway);
        gateway.entrySet().stream()
                .filter(key -> !key.getValue().equals(usual.get(key.getKey())))
                .forEach(key -> lines.add("gateway" + key));
        configuration.routes().forEach(route -> lines.add(route(route, configuration)));
        configuration.plugins().forEach(plugin -> lines.add(plugin.toString()));
        configuration.services().forEach(service -> lines.add(service + " env=" + service.environment()));
        configuration.missingServices().forEach((name, reason) -> lines.add("missing " + name + ": " + reason));
        configuration.outages().forEach(outage -> lines.add("outage " + outage.service() + ": " + outage.finding()));
        configuration.warnings().forEach(warning -> lines.add("warning: " + warning));
        return lines.toString();
    }

    private static String target(HandlerTarget target) {
        return target.service() + "." + target.method();
    }

    private static void flatten(String name, Object value, Map<String, String> into) {
        if (!(value instanceof Record)) {
            into.put(name, value.toString());
            return;
        }
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                flatten(
                        name + "." + component.getName(),
                        component.getAccessor().invoke(value),
                        into);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static String route(RouteConfig route, Configuration configuration) {
        Conditions conditions = route.conditions();
        return "route " + route.place() + " " + conditions.path().text()
                + " methods=" + new TreeSet<>(conditions.methods())
                + " hosts=" + new TreeSet<>(conditions.hosts())
                + " headers=" + new TreeMap<>(conditions.headers())
                + " priority=" + conditions.priority()
                + " handler="
                + route.handler()
                        .map(handler -> handler + " → " + target(configuration.target(handler)))
                        .orElse("-")
                + " plugins="
                + route.plugins().stream()
                        .map(use -> use.name()
                                + use.settings().map(Settings::toString).orElse(""))
                        .collect(Collectors.joining(", ", "[", "]"))
                + " timeout=" + route.timeout().map(Duration::toString).orElse("-")
                + " strip=" + route.stripPath();
    }
}
