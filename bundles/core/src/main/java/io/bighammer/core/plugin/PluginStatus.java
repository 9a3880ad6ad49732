package io.bighammer.core.plugin;

import java.util.List;

/**
 * A plugin that is there.
 *
 * @param threads whether it runs on those of the doors, or on its own because it may block
 * @param microseconds of a call, on average
 */
public record PluginStatus(String name, int instances, String threads, long calls, long errors, long microseconds) {

    /** @param instances those that are in use */
    public static PluginStatus of(String name, List<PluginInstance> instances) {
        if (instances.isEmpty()) {
            return new PluginStatus(name, 0, "on no route", 0, 0, 0);
        }
        PluginFigures all = instances.get(0).counts().figures();
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
