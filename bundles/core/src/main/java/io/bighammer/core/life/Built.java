package io.bighammer.core.life;

import io.bighammer.core.plugin.DeployedPlugin;
import io.bighammer.core.plugin.PluginInstance;
import io.bighammer.core.plugin.PluginStatus;
import io.bighammer.core.way.Chain;
import io.bighammer.core.way.Generation;
import io.bighammer.core.way.RouteFigures;
import io.bighammer.core.way.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A generation with what it was built of.
 *
 * @param deployed the plugins that could be used, by name
 * @param figures of its routes, and of the requests that no route serves
 * @param socketPaths of the routes for WebSockets
 * @param faults the plugins that cannot serve
 * @param absent the plugins that are enabled, not there, and missed by no route
 * @param warnings what works, but perhaps not as it was meant
 */
record Built(
        Generation generation,
        Map<String, DeployedPlugin> deployed,
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

    /** Which plugins have come, changed and gone since another generation. */
    List<String> pluginNews(Optional<Built> before) {
        Map<String, DeployedPlugin> old = before.map(Built::deployed).orElse(Map.of());
        List<String> news = new ArrayList<>();
        deployed.forEach((name, plugin) -> {
            DeployedPlugin earlier = old.get(name);
            if (earlier == null) {
                news.add("Plugin " + name + ": " + plugin.version() + " is loaded");
            } else if (!plugin.equals(earlier)) {
                news.add("Plugin " + name + ": " + plugin.version() + " has replaced " + earlier.version());
            }
        });
        old.keySet().stream()
                .filter(name -> !deployed.containsKey(name))
                .forEach(name -> news.add("Plugin " + name + ": unloaded"));
        return news;
    }

    List<PluginStatus> plugins() {
        Map<String, List<PluginInstance>> plugins = new TreeMap<>();
        deployed.keySet().forEach(name -> plugins.put(name, List.of()));
        plugins.putAll(instances.stream().collect(Collectors.groupingBy(PluginInstance::name)));
        return plugins.entrySet().stream()
                .map(plugin -> PluginStatus.of(plugin.getKey(), plugin.getValue()))
                .toList();
    }
}
