package io.bighammer.core.plugin;

import io.bighammer.api.Plugin;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A plugin that a running bundle offers. Equal only to itself: a bundle that is installed anew is another.
 *
 * @param name by which the configuration calls it
 */
public record DeployedPlugin(String name, Bundle bundle, ServiceReference<Plugin> reference) {
    private static final String NON_BLOCKING = "bighammer.non.blocking";

    public Version version() {
        return bundle.getVersion();
    }

    boolean nonBlocking() {
        return Boolean.TRUE.equals(reference.getProperty(NON_BLOCKING));
    }

    ServiceObjects<Plugin> objects(BundleContext core) {
        return core.getServiceObjects(reference);
    }

    ClassLoader loader() {
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }
}
