package io.bighammer.core.life;

import io.bighammer.core.plugin.PluginFigures;
import io.bighammer.core.plugin.PluginInstance;
import io.bighammer.spi.Door;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the status says of doors and plugins.
 *
 * @param doors name and address of the open ones
 */
record CoreStatus(long generation, Map<String, String> doors, List<PluginStatus> plugins) {

    /**
     * A plugin whose instances are in use.
     *
     * @param threads whether it runs on those of the doors, or on its own because it may block
     * @param microseconds of a call, on average
     */
    record PluginStatus(String name, int instances, String threads, long calls, long errors, long microseconds) {

        static PluginStatus of(String name, List<PluginInstance> instances) {
            if (instances.isEmpty()) {
                return new PluginStatus(name, 0, "on no route", 0, 0, 0);
            }
            PluginFigures all = instances.stream()
                    .map(PluginInstance::figures)
                    .reduce(new PluginFigures(0, 0, 0), PluginFigures::plus);
            boolean nonBlocking = instances.stream().allMatch(PluginInstance::nonBlocking);
            return new PluginStatus(
                    name,
                    instances.size(),
                    nonBlocking ? "the door's" : "its own",
                    all.calls(),
                    all.errors(),
                    all.nanos() / 1000 / Math.max(1, all.calls()));
        }
    }

    static CoreStatus of(List<Door> open, Generations generations) {
        Map<String, String> doors = new TreeMap<>();
        open.forEach(door -> doors.put(door.name(), door.address()));
        Optional<Built> built = generations == null ? Optional.empty() : generations.current();
        Map<String, List<PluginInstance>> plugins = new TreeMap<>();
        built.ifPresent(now -> {
            now.deployed().forEach(name -> plugins.put(name, List.of()));
            plugins.putAll(now.instances().stream().collect(Collectors.groupingBy(PluginInstance::name)));
        });
        return new CoreStatus(
                built.map(now -> now.generation().number()).orElse(0L),
                doors,
                plugins.entrySet().stream()
                        .map(plugin -> PluginStatus.of(plugin.getKey(), plugin.getValue()))
                        .toList());
    }
}
