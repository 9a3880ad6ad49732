package io.bighammer.core.life;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Keeps the factory configurations that are made of it; all else is refused. */
final class TestConfigurationAdmin {
    /** The settings of each one that is not deleted, in the order of making. */
    final List<Dictionary<?, ?>> settings = new ArrayList<>();

    ConfigurationAdmin service() {
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                TestConfigurationAdmin.class.getClassLoader(),
                new Class<?>[] {ConfigurationAdmin.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("createFactoryConfiguration")) {
                        return configuration();
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    private Configuration configuration() {
        List<Dictionary<?, ?>> own = new ArrayList<>();
        return (Configuration) Proxy.newProxyInstance(
                TestConfigurationAdmin.class.getClassLoader(),
                new Class<?>[] {Configuration.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "update" -> {
                            own.add((Dictionary<?, ?>) arguments[0]);
                            settings.addAll(own);
                        }
                        case "delete" -> settings.removeAll(own);
                        default -> throw new UnsupportedOperationException(method.toString());
                    }
                    return null;
                });
    }
}
