package io.bighammer.core.plugin;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Why a plugin's bundle is there and offers no plugin. */
final class Idle {

    private static final Pattern CAUSE = Pattern.compile("(?m)^Caused by: (.*)");

    private Idle() {}

    static String reason(BundleContext context, Bundle bundle) {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return "its bundle " + bundle.getBundleId() + " was uninstalled by hand; copy its jar again";
        }
        if (bundle.getState() != Bundle.ACTIVE) {
            return "its bundle " + bundle.getBundleId() + " was stopped by hand; start it, or copy its jar again";
        }
        String causes = Stream.concat(
                        disabled(context, bundle), components(context, bundle).flatMap(Idle::cause))
                .collect(Collectors.joining("; "));
        return "its bundle runs but offers no plugin: " + (causes.isEmpty() ? "it has no component that does" : causes);
    }

    /** Why there is no instance of a plugin that its bundle offers. */
    static String failure(BundleContext context, Bundle bundle) {
        String causes = components(context, bundle)
                .flatMap(component -> Stream.concat(failure(component), missingClass(component, bundle)))
                .collect(Collectors.joining("; "));
        return causes.isEmpty() ? "its component could not be made; the log says why" : causes;
    }

    private static Stream<String> missingClass(ComponentConfigurationDTO component, Bundle bundle) {
        String name = component.description.implementationClass;
        try {
            bundle.loadClass(name);
            return Stream.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            return Stream.of("its component's class " + name + " cannot be loaded: " + e.getMessage());
        }
    }

    /** By hand, in the shell; it has no configurations then. */
    private static Stream<String> disabled(BundleContext context, Bundle bundle) {
        return runtime(context)
                .flatMap(runtime -> runtime.getComponentDescriptionDTOs(bundle).stream()
                        .filter(component -> !runtime.isComponentEnabled(component)))
                .map(component ->
                        "its component " + component.name + " is disabled; in the shell: scr:enable " + component.name);
    }

    private static Stream<ComponentConfigurationDTO> components(BundleContext context, Bundle bundle) {
        return runtime(context).flatMap(runtime -> runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(description -> runtime.getComponentConfigurationDTOs(description).stream()));
    }

    private static Stream<ServiceComponentRuntime> runtime(BundleContext context) {
        return Stream.ofNullable(context.getServiceReference(ServiceComponentRuntime.class))
                .map(context::getService);
    }

    private static Stream<String> failure(ComponentConfigurationDTO component) {
        return Stream.ofNullable(component.failure)
                .map(trace -> CAUSE.matcher(trace)
                        .results()
                        .reduce((first, last) -> last)
                        .map(cause -> cause.group(1))
                        .orElseGet(() -> trace.lines().findFirst().orElse("")))
                .map(cause -> "its component failed to start: " + cause);
    }

    private static Stream<String> cause(ComponentConfigurationDTO component) {
        if (component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            return failure(component);
        }
        return Arrays.stream(component.unsatisfiedReferences)
                .flatMap(waiting -> Arrays.stream(component.description.references)
                        .filter(wanted -> wanted.name.equals(waiting.name)))
                .map(wanted -> "it waits for a service " + wanted.interfaceName
                        + (wanted.target == null ? "" : " " + wanted.target));
    }
}
