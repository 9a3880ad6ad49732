package io.bighammer.core.config;

import java.util.regex.Pattern;

/**
 * An entry of {@code plugins.json}.
 *
 * @param global whether it runs on every route, before the route's own plugins
 */
public record PluginEntry(Place place, String name, boolean enabled, boolean global, Settings settings) {
    static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");

    /** Whether a plugin can be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
