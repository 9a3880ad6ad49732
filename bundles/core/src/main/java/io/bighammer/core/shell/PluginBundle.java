package io.bighammer.core.shell;

import io.bighammer.core.plugin.PluginLocation;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What the framework knows of the bundles that were made of the jars in the plugin folder. */
final class PluginBundle {

    private PluginBundle() {}

    /** The name of its jar; empty when it is no plugin's. */
    static Optional<String> file(Bundle bundle) {
        return PluginLocation.jar(bundle.getLocation());
    }

    /** Of which file a person speaks who says the name of a plugin that is there; a sentence to go on with, or empty. */
    static String hint(BundleContext core, String word) {
        String name = word.replaceFirst("\\.jar$", "");
        return PluginLocation.jarOf(name, core)
                .map(file -> ". The plugin " + name + " comes from " + file + ": update " + file)
                .orElse("");
    }

    static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "runs";
            case Bundle.STARTING -> "starts";
            case Bundle.STOPPING -> "stops";
            case Bundle.UNINSTALLED -> "uninstalled";
            default -> "stopped";
        };
    }
}
