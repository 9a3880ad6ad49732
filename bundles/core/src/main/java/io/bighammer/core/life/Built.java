package io.bighammer.core.life;

import io.bighammer.core.plugin.PluginInstance;
import io.bighammer.core.plugin.PluginStatus;
import io.bighammer.core.way.Chain;
import io.bighammer.core.way.Generation;
import io.bighammer.core.way.RouteFigures;
import io.bighammer.core.way.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A generation with what it was built of.
 *
 * @param deployed the names of the plugins that could be used
 * @param figures of its routes, and of the requests that no route serves
 * @param socketPaths of the routes for WebSockets
 * @param faults the plugins that cannot serve
 * @param absent the plugins that are enabled, not there, and missed by no route
 * @param warnings what works, but perhaps not as it was meant
 */
record Built(
        Generation generation,
        Set<String> deployed,
        Set<PluginInstance> instances,
        Map<List<Step>, Chain> chains,
        Map<RouteLabels, RouteFigures> figures,
        Set<String> socketPaths,
        List<Fault> faults,
        List<Fault> absent,
        List<String> warnings) {

    /** Which plugins cannot do what they are asked for. */
    List<String> notReady() {
        return Stream.concat(faults.stream(), absent.stream())
                .map(Fault::reason)
                .toList();
    }

    List<PluginStatus> plugins() {
        Map<String, List<PluginInstance>> plugins = new TreeMap<>();
        deployed.forEach(name -> plugins.put(name, List.of()));
        plugins.putAll(instances.stream().collect(Collectors.groupingBy(PluginInstance::name)));
        return plugins.entrySet().stream()
                .map(plugin -> PluginStatus.of(plugin.getKey(), plugin.getValue()))
                .toList();
    }
}
