package io.bighammer.core.plugin;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Why a plugin's bundle is there and offers no plugin. */
final class Idle {

    private Idle() {}

    static String reason(BundleContext context, Bundle bundle) {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return "its bundle " + bundle.getBundleId() + " was uninstalled by hand; copy its jar again";
        }
        if (bundle.getState() != Bundle.ACTIVE) {
            return "its bundle " + bundle.getBundleId() + " was stopped by hand; start it, or copy its jar again";
        }
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        String causes = reference == null ? "" : causes(context.getService(reference), bundle);
        return "its bundle runs but offers no plugin: " + (causes.isEmpty() ? "it has no component that does" : causes);
    }

    private static String causes(ServiceComponentRuntime components, Bundle bundle) {
        return components.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                .flatMap(Idle::cause)
                .collect(Collectors.joining("; "));
    }

    private static Stream<String> cause(ComponentConfigurationDTO component) {
        if (component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            String firstLine = component.failure == null
                    ? ""
                    : component.failure.lines().findFirst().orElse("");
            return Stream.of("its component failed to start: " + firstLine);
        }
        return Arrays.stream(component.unsatisfiedReferences)
                .flatMap(waiting -> Arrays.stream(component.description.references)
                        .filter(wanted -> wanted.name.equals(waiting.name)))
                .map(wanted -> "it waits for a service " + wanted.interfaceName
                        + (wanted.target == null ? "" : " " + wanted.target));
    }
}
