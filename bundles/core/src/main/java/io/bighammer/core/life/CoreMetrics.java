package io.bighammer.core.life;

import io.bighammer.core.config.Shown;
import io.bighammer.core.plugin.PluginFigures;
import io.bighammer.core.plugin.PluginInstance;
import io.bighammer.core.way.Maker;
import io.bighammer.core.way.RouteFigures;
import io.bighammer.core.websocket.Connections;
import io.bighammer.core.websocket.SocketFigures;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Durations;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Metric;
import io.bighammer.spi.MetricSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What core has counted: requests and WebSockets by route, calls of plugins, changes of the configuration, doors and the memory for bodies. */
final class CoreMetrics implements MetricSource {
    private static final int INFORMATIONAL = 1;

    private final Doors doors;
    private final LiveGateway gateway;
    private final BufferBudget budget;
    private final Generations generations;
    private final Connections sockets;

    CoreMetrics(Doors doors, LiveGateway gateway, BufferBudget budget, Generations generations, Connections sockets) {
        this.doors = doors;
        this.gateway = gateway;
        this.budget = budget;
        this.generations = generations;
        this.sockets = sockets;
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>();
        generations.current().ifPresent(built -> {
            all.addAll(routes(built.figures()));
            all.addAll(plugins(built));
            all.add(Metric.gauge("bighammer_generation", "Number of the configuration in force, from 1 at each start.")
                    .add(built.generation().number()));
        });
        all.addAll(sockets(sockets.figures()));
        all.addAll(reloads(generations.reloads()));
        all.add(connections());
        all.add(certificates());
        all.add(Metric.gauge("bighammer_buffer_memory_bytes", "Memory taken by bodies that wait.")
                .add(budget.size() - budget.free()));
        all.add(Metric.gauge("bighammer_buffer_memory_limit_bytes", "limits.buffer_memory.")
                .add(budget.size()));
        return all;
    }

    private static List<Metric> routes(Map<RouteLabels, RouteFigures> routes) {
        Metric requests = Metric.counter(
                "bighammer_requests_total", "Requests answered, by status class and by who made the answer.");
        Metric times = Metric.histogram(
                "bighammer_request_seconds", "Time from the head of a request to the end of its answer.");
        Metric inFlight = Metric.gauge("bighammer_requests_in_flight", "Requests under way.");
        Metric brokenOff = Metric.counter(
                "bighammer_requests_broken_off_total", "Answers that did not come to their client whole.");
        Metric received = Metric.counter("bighammer_received_bytes_total", "Bytes of the bodies of requests.");
        Metric sent = Metric.counter("bighammer_sent_bytes_total", "Bytes of the bodies of answers.");
        routes.forEach((route, figures) -> {
            answers(requests, route, figures);
            times.add(figures.times(), route.with());
            inFlight.add(figures.inFlight(), route.with());
            brokenOff.add(figures.brokenOff(), route.with());
            received.add(figures.received(), route.with());
            sent.add(figures.sent(), route.with());
        });
        return List.of(requests, times, inFlight, brokenOff, received, sent);
    }

    /** Those that are 0 are there as well: a rate does not see the first step of a series that comes with it. */
    private static void answers(Metric requests, RouteLabels route, RouteFigures figures) {
        for (Maker maker : Maker.values()) {
            String source = maker.name().toLowerCase(Locale.ROOT);
            for (int code = INFORMATIONAL; code <= RouteFigures.CLASSES; code++) {
                long count = figures.answers(maker, code);
                if (count > 0 || code > INFORMATIONAL) {
                    requests.add(count, route.with("code", code + "xx", "source", source));
                }
            }
        }
    }

    private static List<Metric> sockets(Map<String, SocketFigures> routes) {
        Metric open = Metric.gauge("bighammer_websocket_connections", "Open WebSockets of a route.");
        Metric received = Metric.counter(
                "bighammer_websocket_received_messages_total", "Messages that came over the WebSockets of a route.");
        Metric sent = Metric.counter(
                "bighammer_websocket_sent_messages_total", "Messages sent over the WebSockets of a route.");
        routes.forEach((route, figures) -> {
            open.add(figures.open(), "route", route);
            received.add(figures.received(), "route", route);
            sent.add(figures.sent(), "route", route);
        });
        return List.of(open, received, sent);
    }

    private static List<Metric> plugins(Built built) {
        Metric times =
                Metric.summary("bighammer_plugin_call_seconds", "Calls of a plugin's two methods, and their time.");
        Metric errors =
                Metric.counter("bighammer_plugin_errors_total", "Calls that threw something else than a refusal.");
        Metric count = Metric.gauge("bighammer_plugin_instances", "Instances in use: one for each set of settings.");
        Map<String, List<PluginInstance>> byName = built.instances().stream()
                .collect(Collectors.groupingBy(PluginInstance::name, TreeMap::new, Collectors.toList()));
        byName.forEach((plugin, instances) -> {
            PluginFigures figures = instances.get(0).counts().figures();
            times.add(Durations.Reading.of(figures.calls(), figures.nanos()), "plugin", plugin);
            errors.add(figures.errors(), "plugin", plugin);
            count.add(instances.size(), "plugin", plugin);
        });
        return List.of(times, errors, count);
    }

    private static List<Metric> reloads(Reloads.Figures figures) {
        return List.of(
                Metric.counter("bighammer_reloads_total", "Changes of configuration or plugins, made or refused.")
                        .add(figures.made(), "result", "made")
                        .add(figures.refused(), "result", "refused"),
                Metric.gauge("bighammer_last_reload_successful", "1 when the newest change was made, 0 when refused.")
                        .add(figures.lastMade() ? 1 : 0),
                Metric.gauge(
                                "bighammer_last_reload_success_timestamp_seconds",
                                "When what is in force came to be so, in Unix time.")
                        .add(figures.since().toEpochMilli() / 1e3));
    }

    private Metric connections() {
        Metric connections = Metric.gauge("bighammer_door_connections", "Open connections.");
        for (Door door : doors.open()) {
            connections.add(door.connections(), "door", door.name());
        }
        return connections;
    }

    private Metric certificates() {
        GatewayConfig config = gateway.config();
        Metric expiry = Metric.gauge(
                "bighammer_certificate_expiry_timestamp_seconds",
                "When a certificate of the gateway ends, in Unix time.");
        config.edge().tls().stream()
                .flatMap(tls -> tls.identities().stream())
                .forEach(identity -> expiry.add(
                        identity.chain().get(0).getNotAfter().getTime() / 1e3,
                        "file",
                        Shown.path(config.home(), identity.file()).text()));
        return expiry;
    }
}
