package io.bighammer.core.plugin;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Stands for Declarative Services: each bundle with a name has one component of that name, which can be disabled and enabled. */
public final class TestComponents {
    private final Map<String, Boolean> enabled = new TreeMap<>();

    private TestComponents() {}

    /** @param names of bundles, all with an enabled component */
    public static TestComponents in(BundleContext context, String... names) {
        TestComponents components = new TestComponents();
        List.of(names).forEach(name -> components.enabled.put(name, true));
        Object runtime = Proxy.newProxyInstance(
                TestComponents.class.getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getComponentDescriptionDTOs" -> components.of(((Bundle[]) arguments[0]));
                    case "getComponentConfigurationDTOs" -> List.of();
                    case "isComponentEnabled" -> components.isEnabled(((ComponentDescriptionDTO) arguments[0]).name);
                    case "enableComponent" -> components.set(arguments[0], true);
                    case "disableComponent" -> components.set(arguments[0], false);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        context.registerService(ServiceComponentRuntime.class, (ServiceComponentRuntime) runtime, null);
        return components;
    }

    public boolean isEnabled(String name) {
        return enabled.get(name);
    }

    public void disable(String name) {
        enabled.put(name, false);
    }

    private Object set(Object component, boolean value) {
        enabled.put(((ComponentDescriptionDTO) component).name, value);
        return null;
    }

    private List<ComponentDescriptionDTO> of(Bundle... bundles) {
        return List.of(bundles).stream()
                .filter(bundle -> enabled.containsKey(bundle.getSymbolicName()))
                .map(TestComponents::componentOf)
                .toList();
    }

    private static ComponentDescriptionDTO componentOf(Bundle bundle) {
        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
        component.name = bundle.getSymbolicName();
        component.bundle = new BundleDTO();
        component.bundle.id = bundle.getBundleId();
        return component;
    }
}
