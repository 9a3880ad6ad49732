package io.bighammer.core.life;

import io.bighammer.spi.Network;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Offers the one network that all doors are at. */
@Component(service = {})
public final class SharedNetwork {
    private final Network network = new Network(new ArrayByteBufferPool());
    private final ServiceRegistration<Network> registration;

    @Activate
    public SharedNetwork(BundleContext core) {
        registration = core.registerService(Network.class, network, null);
    }

    @Deactivate
    void close() {
        registration.unregister();
        network.close();
    }
}
