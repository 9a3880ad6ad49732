package io.bighammer.tests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;

import io.bighammer.api.Plugin;
import io.bighammer.spi.Control;
import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/**
 * The shipped bundles in plain Felix. The launcher connects them to one class loader, which forgives a manifest that lacks an
 * import; here each has its own. The methods run inside the framework, each in a fresh one; the configuration is made outside.
 */
@RunWith(PaxExam.class)
public class PlainFrameworkTest {
    private static final String LIFECYCLE = "io.bighammer.core.life.Lifecycle";
    private static final Set<String> PLUGINS = Set.of("auth", "example", "logger", "ratelimit");

    /** A type of each jar of SPI Fly, which the launcher's one class path does without. */
    private static final List<String> SERVICE_LOADER_MEDIATOR = List.of(
            "org.apache.aries.spifly.dynamic.DynamicWeavingActivator",
            "org.objectweb.asm.Opcodes",
            "org.objectweb.asm.tree.ClassNode",
            "org.objectweb.asm.tree.analysis.Analyzer",
            "org.objectweb.asm.commons.Remapper",
            "org.objectweb.asm.util.TraceClassVisitor");

    /** It tells each provider that it finds. Held here, or the level is forgotten with the logger. */
    private static final Logger SPI_FLY = Logger.getLogger("org.apache.aries.spifly");

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] shippedBundles() throws IOException {
        SPI_FLY.setLevel(Level.WARNING);
        Distribution distribution = Distribution.unpack();
        configure(distribution.home());
        List<Option> options = new ArrayList<>(List.of(
                junitBundles(),
                frameworkProperty("bighammer.home").value(distribution.home().toString()),
                frameworkProperty(Constants.FRAMEWORK_BSNVERSION).value(Constants.FRAMEWORK_BSNVERSION_MULTIPLE),
                // Else Felix looks on the class path of the test for what a bundle does not import.
                frameworkProperty("felix.bootdelegation.implicit").value("false"),
                frameworkProperty("gosh.args").value("--nointeractive"),
                frameworkProperty("felix.fileinstall.dir")
                        .value(distribution.home().resolve("runtime/watched").toString()),
                frameworkProperty("felix.fileinstall.noInitialDelay").value("true")));
        for (Distribution.Shipped each : distribution.libraries()) {
            if (each.startLevel() > 0) {
                options.add(bundle(each.jar().toUri().toString()).startLevel(each.startLevel()));
            }
        }
        for (String inside : SERVICE_LOADER_MEDIATOR) {
            options.add(bundle(jarOf(inside)).startLevel(1));
        }
        return options.toArray(Option[]::new);
    }

    private static String jarOf(String type) {
        try {
            Class<?> found = Class.forName(type, false, PlainFrameworkTest.class.getClassLoader());
            return found.getProtectionDomain().getCodeSource().getLocation().toString();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void configure(Path home) throws IOException {
        Files.writeString(home.resolve("config/config.json"), """
                {"ports": {"ipc_port": 0, "http_port": 0, "websocket_port": 0, "tcp_port": 0, "admin_port": 0},
                 "host": {"http": "127.0.0.1", "websocket": "127.0.0.1"}}
                """);
        Files.writeString(home.resolve("config/services.json"), "{\"services\": []}");
        Files.writeString(home.resolve("config/router.json"), """
                {"routes": [{"path": "/all", "handler": "absent", "plugins": ["logger", "ratelimit", "example", "auth"]}]}
                """);
    }

    @Test
    public void everyBundleStartsAndWithoutTheLauncherOnlyTheStartIsWaitedFor() {
        List<String> idle = Stream.of(context.getBundles())
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE
                        && bundle.getHeaders().get("Fragment-Host") == null)
                .map(bundle -> bundle.getSymbolicName() + " is in state " + bundle.getState())
                .toList();
        assertEquals("bundles that do not run", List.of(), idle);
        assertEquals(
                List.of(LIFECYCLE + " waits for [java.util.function.IntConsumer]"),
                rootsOf(waiting(), Set.of(GatewayConfig.class.getName())));
    }

    @Test
    public void givenALauncherTheGatewayRunsWithAllItsPluginsAndStopsInOrder() throws Exception {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        context.registerService(
                IntConsumer.class, exit::complete, new Hashtable<>(Map.of("bighammer.exit", Boolean.TRUE)));
        assertEquals(List.of(), rootsOf(waiting(), Set.of(GatewayConfig.class.getName())));
        Control control = context.getService(context.getServiceReference(Control.class));
        control.started().get(60, TimeUnit.SECONDS);
        assertEquals(List.of(), rootsOf(waiting(), Set.of()));
        assertEquals(PLUGINS, pluginNames());

        assertEquals(404, status("/nowhere"));
        assertEquals(401, status("/all"));

        control.stop();
        assertEquals(0, exit.get(60, TimeUnit.SECONDS).intValue());
    }

    private List<ComponentConfigurationDTO> waiting() {
        ServiceComponentRuntime runtime =
                context.getService(context.getServiceReference(ServiceComponentRuntime.class));
        return runtime.getComponentDescriptionDTOs().stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                .filter(component -> component.state != ComponentConfigurationDTO.ACTIVE
                        && component.state != ComponentConfigurationDTO.SATISFIED)
                .toList();
    }

    /**
     * What is to blame: not a component that waits only for what another waiting one will offer.
     *
     * @param atStart the services that are offered by the start of the gateway, not by a component
     */
    private static List<String> rootsOf(List<ComponentConfigurationDTO> waiting, Set<String> atStart) {
        Set<String> promised = new TreeSet<>(atStart);
        waiting.forEach(component -> promised.addAll(List.of(component.description.serviceInterfaces)));
        return waiting.stream()
                .filter(component -> component.failure != null || !promised.containsAll(missing(component)))
                .map(component -> component.description.name
                        + (component.failure == null
                                ? " waits for " + missing(component)
                                : " failed: " + component.failure))
                .toList();
    }

    private static List<String> missing(ComponentConfigurationDTO component) {
        Set<String> unsatisfied = Stream.of(component.unsatisfiedReferences)
                .map(reference -> reference.name)
                .collect(Collectors.toSet());
        return Stream.of(component.description.references)
                .filter(reference -> unsatisfied.contains(reference.name))
                .map(reference -> reference.interfaceName)
                .toList();
    }

    private Set<String> pluginNames() throws Exception {
        Set<String> names = new TreeSet<>();
        for (ServiceReference<Plugin> plugin : context.getServiceReferences(Plugin.class, null)) {
            names.add((String) plugin.getProperty("bighammer.plugin.name"));
        }
        return names;
    }

    private int status(String path) throws Exception {
        ServiceReference<Door> http = context.getServiceReferences(Door.class, "(bighammer.door=http)").stream()
                .findFirst()
                .orElseThrow();
        String address = context.getService(http).address();
        assertTrue(address, address.startsWith("127.0.0.1:"));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
