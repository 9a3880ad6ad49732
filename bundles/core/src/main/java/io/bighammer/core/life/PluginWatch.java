package io.bighammer.core.life;

import io.bighammer.api.Plugin;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;

/** Sees plugins come and go by other ways than the deploy folder: stopped or started by hand, or with a service that they need. */
final class PluginWatch {

    private PluginWatch() {}

    /** @return ends it */
    static AutoCloseable begin(BundleContext core, Runnable changed) {
        ServiceListener listener = event -> changed.run();
        try {
            core.addServiceListener(listener, "(" + Constants.OBJECTCLASS + "=" + Plugin.class.getName() + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return () -> core.removeServiceListener(listener);
    }
}
