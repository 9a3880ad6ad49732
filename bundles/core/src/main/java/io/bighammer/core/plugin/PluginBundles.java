package io.bighammer.core.plugin;

import io.bighammer.api.Plugin;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes bundles of jars and takes them away again, watching that their classes go with them. Safe for use by many threads. */
final class PluginBundles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PluginBundles.class);

    private final BundleContext context;
    private final LeakWatch leaks = new LeakWatch();

    PluginBundles(BundleContext context) {
        this.context = context;
    }

    Bundle start(PluginJar jar) throws PluginException {
        Bundle bundle = null;
        try {
            bundle = context.installBundle(PluginLocation.next(jar.file()), new ByteArrayInputStream(jar.bytes()));
            bundle.start(Bundle.START_TRANSIENT);
            return bundle;
        } catch (BundleException e) {
            if (bundle != null) {
                uninstall(bundle);
            }
            throw new PluginException(jar.file().getFileName() + ": " + StartFailure.reason(e), e);
        }
    }

    /** The plugin that a bundle offers, if it offers one now. */
    Optional<ServiceReference<Plugin>> plugin(Bundle bundle) {
        try {
            return context.getServiceReferences(Plugin.class, "(" + PluginJar.NAME_PROPERTY + "=*)").stream()
                    .filter(reference -> bundle.equals(reference.getBundle()))
                    .findFirst();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void uninstall(Bundle bundle) {
        if (bundle.getState() == Bundle.UNINSTALLED) { // by hand
            return;
        }
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        try {
            bundle.uninstall();
            if (wiring != null) {
                leaks.watch(bundle.getSymbolicName(), wiring.getClassLoader());
            }
        } catch (BundleException e) {
            log.warn("Bundle {} could not be uninstalled", bundle, e);
        }
    }

    /** Ends what runs in the background; the bundles stay. */
    @Override
    public void close() {
        leaks.close();
    }
}
