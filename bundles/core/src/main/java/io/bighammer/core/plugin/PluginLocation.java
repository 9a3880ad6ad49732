package io.bighammer.core.plugin;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The locations of the bundles that are made of the plugin folder's jars: {@code plugin:auth.jar#17}. */
public final class PluginLocation {
    private static final Pattern FORM = Pattern.compile("plugin:(.*)#\\d+");

    private PluginLocation() {}

    /** No two are the same. */
    static String next(Path jar) {
        return "plugin:" + jar.getFileName() + "#" + System.nanoTime();
    }

    /** The name of the jar; empty when the location is another bundle's. */
    public static Optional<String> jar(String location) {
        Matcher matcher = FORM.matcher(location);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
