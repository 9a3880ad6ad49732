package io.bighammer.bench;

import io.bighammer.api.Plugin;
import io.bighammer.core.config.Settings;
import io.bighammer.core.plugin.DeployedPlugin;
import io.bighammer.core.plugin.PluginCounts;
import io.bighammer.core.plugin.PluginException;
import io.bighammer.core.plugin.PluginInstance;
import io.bighammer.plugins.auth.AuthPlugin;
import io.bighammer.plugins.logger.LoggerPlugin;
import io.bighammer.plugins.ratelimit.RateLimitPlugin;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/** The real plugins behind the real rails, without a framework: that is asked only while an instance is made. */
final class ShippedPlugins {
    static final String KEY = "5f2c1b7e9a0d4c385f2c1b7e9a0d4c38";

    private ShippedPlugins() {}

    static PluginInstance instance(String name) throws PluginException {
        return switch (name) {
            case "auth" -> instance(name, new AuthPlugin(), "{\"keys\": {\"me\": \"" + KEY + "\"}}");
            // The lines are made, on the plugin's own thread, and go nowhere.
            case "logger" -> instance(name, new LoggerPlugin(), "{\"file\": \"/dev/null\"}");
            // So high that nobody is refused.
            case "ratelimit" -> instance(name, new RateLimitPlugin(), "{\"rate\": 1000000000}");
            default -> throw new IllegalArgumentException("no plugin is called " + name);
        };
    }

    private static PluginInstance instance(String name, Plugin plugin, String settings) throws PluginException {
        BundleWiring wiring = answering(BundleWiring.class, Map.of("getClassLoader", Plugin.class.getClassLoader()));
        Bundle bundle = answering(Bundle.class, Map.of("adapt", wiring));
        ServiceObjects<?> objects =
                answering(ServiceObjects.class, Map.of("getService", plugin, "ungetService", "nothing"));
        BundleContext core = answering(BundleContext.class, Map.of("getServiceObjects", objects));
        @SuppressWarnings("unchecked")
        ServiceReference<Plugin> nonBlocking = answering(ServiceReference.class, Map.of("getProperty", true));
        return PluginInstance.create(
                core,
                new DeployedPlugin(name, bundle, nonBlocking),
                Settings.parse(name, settings),
                new PluginCounts());
    }

    /** Answers these methods so, and no other. A proxy's method that returns nothing drops its answer. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return answer;
                });
        return type.cast(proxy);
    }
}
