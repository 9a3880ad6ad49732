package io.bighammer.admin;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/** Where the gateway lives on disk. */
final class Home {
    private static final String PROPERTY = "bighammer.home";

    private Home() {}

    /** The folder of sockets, logs and status. */
    static Path runtime(BundleContext bundle) {
        String home = bundle.getProperty(PROPERTY);
        if (home == null) {
            throw new IllegalStateException(PROPERTY + " is not set: start the gateway with ./duang.sh");
        }
        return Path.of(home, "runtime");
    }
}
