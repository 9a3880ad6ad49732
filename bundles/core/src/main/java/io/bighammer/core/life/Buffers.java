package io.bighammer.core.life;

import io.bighammer.spi.BufferBudget;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Offers the one budget for buffered bodies; it is empty until the configuration says how large it is. */
@Component(service = {})
public final class Buffers {
    private final ServiceRegistration<BufferBudget> registration;

    @Activate
    public Buffers(BundleContext core) {
        registration = core.registerService(BufferBudget.class, new BufferBudget(0), null);
    }

    @Deactivate
    void withdraw() {
        registration.unregister();
    }
}
