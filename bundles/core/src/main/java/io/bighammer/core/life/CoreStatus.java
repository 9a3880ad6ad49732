package io.bighammer.core.life;

import io.bighammer.core.plugin.PluginInstance;
import io.bighammer.spi.Door;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the status says of doors, routes and plugins.
 *
 * @param doors name and address of the open ones
 * @param plugins how many instances of each are in use
 */
record CoreStatus(long generation, Map<String, String> doors, Map<String, Integer> plugins) {

    static CoreStatus of(List<Door> open, Generations generations) {
        Map<String, String> doors = new TreeMap<>();
        open.forEach(door -> doors.put(door.name(), door.address()));
        Optional<Built> built = generations == null ? Optional.empty() : generations.current();
        Map<String, Integer> plugins = new TreeMap<>();
        for (PluginInstance instance : built.map(Built::instances).orElse(Set.of())) {
            plugins.merge(instance.name(), 1, Integer::sum);
        }
        return new CoreStatus(built.map(now -> now.generation().number()).orElse(0L), doors, plugins);
    }
}
