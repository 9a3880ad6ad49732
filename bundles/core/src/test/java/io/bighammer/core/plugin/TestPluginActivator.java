package io.bighammer.core.plugin;

import io.bighammer.api.Plugin;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into the jars of {@link TestJar}: offers a plugin by the name that the manifest says. */
public final class TestPluginActivator implements BundleActivator {
    static final String NAME_HEADER = "Test-Plugin";
    static final String FAILS_HEADER = "Test-Fails";

    private static final class Empty implements Plugin {}

    @Override
    public void start(BundleContext context) {
        if (context.getBundle().getHeaders().get(FAILS_HEADER) != null) {
            throw new IllegalStateException("no luck");
        }
        String name = context.getBundle().getHeaders().get(NAME_HEADER);
        if (name != null) {
            context.registerService(Plugin.class, new Empty(), new Hashtable<>(Map.of(PluginJar.NAME_PROPERTY, name)));
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
