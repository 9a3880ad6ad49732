package io.bighammer.core.plugin;

import io.bighammer.api.Plugin;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

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

    /** The name of the jar of a plugin that is offered now. */
    public static Optional<String> jarOf(String plugin, BundleContext context) {
        try {
            return context.getServiceReferences(Plugin.class, null).stream()
                    .filter(reference -> plugin.equals(reference.getProperty(PluginJar.NAME_PROPERTY)))
                    .flatMap(reference -> Stream.ofNullable(reference.getBundle()))
                    .flatMap(bundle -> jar(bundle.getLocation()).stream())
                    .findFirst();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
