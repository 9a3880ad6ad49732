package io.bighammer.core.plugin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleException;

/** Says in words why a framework did not start the bundle of a plugin. */
final class StartFailure {
    private static final Pattern PACKAGE =
            Pattern.compile("osgi\\.wiring\\.package; (\\S*osgi\\.wiring\\.package=([\\w.]+)\\)\\S*)");

    private StartFailure() {}

    static String reason(BundleException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher missing = PACKAGE.matcher(message);
        if (failure.getType() == BundleException.RESOLVE_ERROR && missing.find()) {
            if (missing.group(2).equals(PluginManifest.API)) {
                return "is made for another version of BigHammer: it imports " + missing.group(1)
                        + "; build it with this one's api";
            }
            return "imports the package " + missing.group(2) + ", which nothing here exports as it asks for it "
                    + missing.group(1) + "; put the package into the plugin's own jar";
        }
        Throwable cause = failure.getCause();
        if (cause instanceof IllegalArgumentException && message.startsWith("Could not create bundle object")) {
            return "not a bundle: " + cause.getMessage();
        }
        return cause == null ? message : message + " " + cause;
    }
}
