package io.bighammer.tests.frontdoor.plugin;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Does not let its bundle start. */
public final class FailingActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("the moon is behind a cloud");
    }

    @Override
    public void stop(BundleContext context) {}
}
