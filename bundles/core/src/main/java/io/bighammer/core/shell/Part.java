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
}
