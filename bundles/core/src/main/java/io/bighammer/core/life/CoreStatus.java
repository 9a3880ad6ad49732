package io.bighammer.core.life;

import io.bighammer.core.plugin.PluginStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the status says of doors and plugins.
 *
 * @param doors name and address of the open ones
 */
record CoreStatus(long generation, Map<String, String> doors, List<PluginStatus> plugins) {

    static CoreStatus of(Map<String, String> doors, Generations generations) {
        Optional<Built> built = generations == null ? Optional.empty() : generations.current();
        return new CoreStatus(
                built.map(now -> now.generation().number()).orElse(0L),
                doors,
                built.map(Built::plugins).orElse(List.of()));
    }
}
