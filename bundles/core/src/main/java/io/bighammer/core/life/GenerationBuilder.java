package io.bighammer.core.life;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.HandlerTarget;
import io.bighammer.core.config.PluginEntry;
import io.bighammer.core.config.RouteConfig;
import io.bighammer.core.config.Settings;
import io.bighammer.core.plugin.DeployedPlugin;
import io.bighammer.core.plugin.MissingPlugin;
import io.bighammer.core.plugin.PluginCounts;
import io.bighammer.core.plugin.PluginException;
import io.bighammer.core.plugin.PluginFolder;
import io.bighammer.core.plugin.PluginInstance;
import io.bighammer.core.route.Conditions;
import io.bighammer.core.route.RouteTable;
import io.bighammer.core.way.Chain;
import io.bighammer.core.way.Generation;
import io.bighammer.core.way.PluginTarget;
import io.bighammer.core.way.Route;
import io.bighammer.core.way.RouteFigures;
import io.bighammer.core.way.ServiceTarget;
import io.bighammer.core.way.Step;
import io.bighammer.core.way.Target;
import io.bighammer.core.websocket.Connections;
import io.bighammer.core.websocket.SocketTarget;
import io.bighammer.spi.Handshake;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;

/**
 * Compiles a configuration and the plugins that are there into one generation. Instances and chains that are the same as before
 * are taken over. Used once.
 */
final class GenerationBuilder {
    private final BundleContext core;
    private final Services services;
    private final Executor blockingPool;
    private final Configuration configuration;
    private final PluginFolder.Change folder;
    private final Map<String, DeployedPlugin> deployed;
    private final Map<String, PluginEntry> entries;
    private final Optional<Built> before;
    private final Connections connections;
    private final Map<String, ServiceConfig> configured;
    private final Map<List<Step>, Chain> chains = new HashMap<>();
    private final Set<PluginInstance> instances = new HashSet<>();
    private final Map<String, Map<Settings, Step>> steps = new HashMap<>();
    private final Map<RouteLabels, RouteFigures> figures = new LinkedHashMap<>();
    private final Map<String, HandlerTarget> handlers = new HashMap<>();
    private final Map<ServiceTarget, ServiceTarget> targets = new HashMap<>(); // one for all routes that ask the same
    private final Set<String> socketPaths = new HashSet<>();
    private final Map<String, PluginCounts> counts = new HashMap<>();
    private final Map<MissingPlugin, List<String>> missed = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    GenerationBuilder(
            BundleContext core,
            Services services,
            Executor blockingPool,
            Configuration configuration,
            PluginFolder.Change folder,
            Optional<Built> before,
            Connections connections) {
        this.core = core;
        this.services = services;
        this.blockingPool = blockingPool;
        this.configuration = configuration;
        this.folder = folder;
        this.deployed = folder.plugins();
        this.before = before;
        this.connections = connections;
        this.configured =
                configuration.services().stream().collect(Collectors.toMap(ServiceConfig::name, Function.identity()));
        this.entries = configuration.plugins().stream()
                .collect(Collectors.toMap(
                        PluginEntry::name, Function.identity(), (first, second) -> first, LinkedHashMap::new));
    }

    Built build() {
        List<Step> global = new ArrayList<>();
        entries.values().stream()
                .filter(entry -> entry.global() && entry.enabled())
                .forEach(entry -> global.add(
                        step(entry.name(), entry.settings(), entry.place().toString())));
        Chain unmatched = chain(global);
        List<RouteTable.Entry<Route>> routes = new ArrayList<>();
        for (RouteConfig route : configuration.routes()) {
            RouteFigures counted = figures(RouteLabels.of(route.conditions()));
            Route compiled = new Route(chain(steps(global, route)), target(route), counted);
            routes.add(new RouteTable.Entry<>(route.conditions(), compiled));
        }
        instances.forEach(instance -> warnings.addAll(instance.warnings()));
        List<Fault> faults =
                missed.entrySet().stream().map(GenerationBuilder::fault).toList();
        long number = before.map(built -> built.generation().number()).orElse(0L) + 1;
        Generation generation = new Generation(
                number,
                RouteTable.of(routes),
                Set.copyOf(chains.values()),
                unmatched,
                figures(RouteLabels.NONE),
                configuration.gateway().limits().maxBodySize());
        return new Built(generation, deployed, instances, chains, figures, socketPaths, faults, absent(), warnings);
    }

    /** Said once, however many routes have it. */
    private static Fault fault(Map.Entry<MissingPlugin, List<String>> missed) {
        List<String> places = missed.getValue();
        String more = places.size() == 1 ? "" : "; " + places.size() + " places name it";
        MissingPlugin plugin = missed.getKey();
        return new Fault(plugin.name(), places.get(0) + ": " + plugin.reason() + more);
    }

    /** A route that is still there goes on with its numbers, whatever else of it has changed. */
    private RouteFigures figures(RouteLabels route) {
        return figures.computeIfAbsent(
                route, any -> before.map(built -> built.figures().get(route)).orElseGet(RouteFigures::new));
    }

    private PluginCounts counts(String plugin) {
        return counts.computeIfAbsent(plugin, any -> before.stream()
                .flatMap(built -> built.instances().stream())
                .filter(instance -> instance.name().equals(plugin))
                .map(PluginInstance::counts)
                .findFirst()
                .orElseGet(PluginCounts::new));
    }

    private List<Fault> absent() {
        Set<String> told = missed.keySet().stream().map(MissingPlugin::name).collect(Collectors.toSet());
        return entries.values().stream()
                .filter(entry -> entry.enabled() && !deployed.containsKey(entry.name()) && !told.contains(entry.name()))
                .map(entry -> new Fault(entry.name(), entry.place() + ": " + missing(entry.name())))
                .toList();
    }

    private String missing(String name) {
        return "plugin " + name + " is not there: " + folder.whyMissing(name);
    }

    /** Gives back what was made for a generation that is not used after all. */
    void discard() {
        instances.stream().filter(instance -> !isRunning(instance)).forEach(PluginInstance::close);
    }

    private List<Step> steps(List<Step> global, RouteConfig route) {
        List<Step> steps = new ArrayList<>(global);
        own(route).forEach(check -> steps.add(step(check.name(), check.settings(), check.place())));
        return steps;
    }

    /** A plugin with its settings, as a route has it. */
    private record Check(String name, Settings settings, String place) {
        /** Wherever it stands. */
        Check anywhere() {
            return new Check(name, settings, "");
        }
    }

    /** All that a request of the route goes through, in order. */
    private List<Check> checks(RouteConfig route) {
        Stream<Check> global = entries.values().stream()
                .filter(entry -> entry.global() && entry.enabled())
                .map(entry -> new Check(entry.name(), entry.settings(), ""));
        return Stream.concat(global, own(route).stream().map(Check::anywhere)).toList();
    }

    private List<Check> own(RouteConfig route) {
        List<Check> own = new ArrayList<>();
        for (RouteConfig.PluginUse use : route.plugins()) {
            PluginEntry entry = entries.get(use.name());
            if (entry != null
                    && (!entry.enabled() || entry.global() && use.settings().isEmpty())) {
                continue;
            }
            Settings settings =
                    use.settings().orElseGet(() -> entry == null ? Settings.none(use.place()) : entry.settings());
            own.add(new Check(use.name(), settings, use.place().toString()));
        }
        return own;
    }

    private Step step(String name, Settings settings, String place) {
        Step step = steps.computeIfAbsent(name, any -> new HashMap<>())
                .computeIfAbsent(settings, any -> makeStep(name, settings));
        if (step instanceof MissingPlugin missing) {
            missed.computeIfAbsent(missing, any -> new ArrayList<>()).add(place);
        }
        return step;
    }

    private Step makeStep(String name, Settings settings) {
        DeployedPlugin plugin = deployed.get(name);
        if (plugin == null) {
            return new MissingPlugin(name, missing(name));
        }
        try {
            PluginInstance instance = running(plugin, settings).orElse(null);
            if (instance == null) {
                instance = PluginInstance.create(core, plugin, settings, counts(name));
            }
            instances.add(instance);
            return instance;
        } catch (PluginException e) {
            return new MissingPlugin(name, e.getMessage());
        }
    }

    private Optional<PluginInstance> running(DeployedPlugin plugin, Settings settings) {
        return before.stream()
                .flatMap(built -> built.instances().stream())
                .filter(instance -> instance.is(plugin, settings))
                .findFirst();
    }

    private boolean isRunning(PluginInstance instance) {
        return before.isPresent() && before.get().instances().contains(instance);
    }

    private Chain chain(List<Step> wanted) {
        return chains.computeIfAbsent(
                List.copyOf(wanted),
                key -> before.map(built -> built.chains().get(key)).orElseGet(() -> new Chain(key, blockingPool)));
    }

    private Target target(RouteConfig route) {
        return route.handler().map(handler -> target(route, handler)).orElseGet(PluginTarget::new);
    }

    private Target target(RouteConfig route, String handler) {
        ServiceTarget service = serviceTarget(route, handler);
        Conditions conditions = route.conditions();
        if (!conditions.methods().contains(Handshake.METHOD)) {
            return service;
        }
        String path = conditions.path().text();
        socketPaths.add(path);
        return new SocketTarget(service, path, route.origins(), checks(route), connections);
    }

    private ServiceTarget serviceTarget(RouteConfig route, String handler) {
        HandlerTarget target = handlers.computeIfAbsent(handler, configuration::target);
        Duration timeout = route.timeout()
                .or(() -> ofService(target.service()))
                .orElse(configuration.gateway().limits().requestTimeout());
        return targets.computeIfAbsent(
                new ServiceTarget(services, target.service(), handler, target.method(), timeout, route.stripPath()),
                Function.identity());
    }

    private Optional<Duration> ofService(String name) {
        return Optional.ofNullable(configured.get(name))
                .flatMap(service -> service.limits().requestTimeout());
    }
}
