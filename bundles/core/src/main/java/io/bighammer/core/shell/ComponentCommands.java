package io.bighammer.core.shell;

import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Felix's own {@code scr:disable} and {@code scr:enable}, before its own: a component of the gateway itself is not disabled, only one of a
 * plugin, and what there is not is told with a sentence. Safe for use by many threads.
 */
public final class ComponentCommands {
    static final String[] NAMES = {"disable", "enable"};

    private final BundleContext core;

    ComponentCommands(BundleContext core) {
        this.core = core;
    }

    /** Until it is enabled again, or the next start. */
    @Descriptor("takes the component of a plugin away, until it is enabled or the next start")
    public String disable(@Descriptor("NAME of the component") String... names) {
        ServiceComponentRuntime runtime = runtime();
        List<ComponentDescriptionDTO> components = named("disable", names, runtime);
        components.forEach(this::requirePlugin);
        components.forEach(runtime::disableComponent);
        return "The component " + names[0] + " is disabled. scr:enable " + names[0] + " undoes it.";
    }

    @Descriptor("puts back the component of a plugin that is disabled")
    public String enable(@Descriptor("NAME of the component") String... names) {
        ServiceComponentRuntime runtime = runtime();
        named("enable", names, runtime).forEach(runtime::enableComponent);
        return "The component " + names[0] + " is enabled.";
    }

    private ServiceComponentRuntime runtime() {
        return core.getService(core.getServiceReference(ServiceComponentRuntime.class));
    }

    private List<ComponentDescriptionDTO> named(String verb, String[] names, ServiceComponentRuntime runtime) {
        if (names.length != 1) {
            throw new IllegalArgumentException("scr:" + verb + " COMPONENT; scr:list lists them");
        }
        List<ComponentDescriptionDTO> components = Stream.of(core.getBundles())
                .flatMap(bundle -> runtime.getComponentDescriptionDTOs(bundle).stream())
                .filter(component -> component.name.equals(names[0]))
                .toList();
        if (components.isEmpty()) {
            throw new IllegalArgumentException("There is no component " + names[0] + "; scr:list lists them");
        }
        return components;
    }

    private void requirePlugin(ComponentDescriptionDTO component) {
        Bundle bundle = core.getBundle(component.bundle.id);
        if (bundle != null && Part.isShipped(bundle)) {
            throw new IllegalStateException("The component " + component.name
                    + " is a part of BigHammer: without it the gateway would not serve."
                    + " Components of plugins can be disabled; ./duang.sh stop stops the gateway.");
        }
    }
}
