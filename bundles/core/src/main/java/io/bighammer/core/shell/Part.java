package io.bighammer.core.shell;

import org.osgi.framework.Bundle;

/** What BigHammer itself consists of, as against the plugins. */
final class Part {
    /** Of the bundles that the launcher connects to its class path. */
    private static final String SHIPPED = "lib:";

    private Part() {}

    static boolean isShipped(Bundle bundle) {
        return bundle.getBundleId() == 0 || bundle.getLocation().startsWith(SHIPPED);
    }

    /** Whether a person may mean it by that name of a bundle or a jar: {@code http}, {@code io.bighammer.http-0.1.0.jar}. */
    static boolean isCalled(String name, Bundle bundle) {
        String bare = "." + name.replaceFirst("\\.jar$", "");
        return isShipped(bundle)
                && (("." + bundle.getSymbolicName()).endsWith(bare)
                        || bundle.getLocation().endsWith("/" + name));
    }
}
