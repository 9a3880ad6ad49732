package io.bighammer.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Says which components wait for a service that nobody offers; without it a missing part of the gateway is silence. */
final class UnsatisfiedComponents {

    private UnsatisfiedComponents() {}

    static List<String> in(BundleContext context) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            return List.of("The bundle org.apache.felix.scr, which starts all components, offers no service.");
        }
        ServiceComponentRuntime runtime = context.getService(reference);
        return runtime.getComponentDescriptionDTOs().stream()
                .flatMap(description -> runtime.getComponentConfigurationDTOs(description).stream())
                .flatMap(UnsatisfiedComponents::describe)
                .toList();
    }

    private static Stream<String> describe(ComponentConfigurationDTO component) {
        String name = component.description.name;
        if (component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            String firstLine = component.failure == null
                    ? ""
                    : component.failure.lines().findFirst().orElse("");
            return Stream.of("The component " + name + " failed to start: " + firstLine);
        }
        if (component.unsatisfiedReferences.length == 0) {
            return Stream.empty();
        }
        return Stream.of("The component " + name + " waits for services that are not there: " + missing(component));
    }

    private static String missing(ComponentConfigurationDTO component) {
        return Arrays.stream(component.unsatisfiedReferences)
                .map(unsatisfied -> Arrays.stream(component.description.references)
                        .filter(reference -> reference.name.equals(unsatisfied.name))
                        .map(reference -> reference.interfaceName + (reference.target == null ? "" : reference.target))
                        .findFirst()
                        .orElse(unsatisfied.name))
                .collect(Collectors.joining(", "));
    }
}
