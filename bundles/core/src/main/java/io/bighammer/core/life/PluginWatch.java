package io.bighammer.core.life;

import io.bighammer.api.Plugin;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** Sees plugins come and go by other ways than the deploy folder: stopped or started by hand, or with a service that they need. */
final class PluginWatch {

    private PluginWatch() {}

    /**
     * @param going is told before the plugin's own code hears that it goes
     * @return ends it
     */
    static AutoCloseable begin(BundleContext core, Consumer<ServiceReference<?>> going, Runnable changed) {
        ServiceListener listener = event -> {
            if (event.getType() == ServiceEvent.UNREGISTERING) {
                going.accept(event.getServiceReference());
            }
            changed.run();
        };
        try {
            core.addServiceListener(listener, "(" + Constants.OBJECTCLASS + "=" + Plugin.class.getName() + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return () -> core.removeServiceListener(listener);
    }
}
