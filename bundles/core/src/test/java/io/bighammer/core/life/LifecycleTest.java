package io.bighammer.core.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.core.plugin.TestFramework;
import io.bighammer.core.way.Ways;
import io.bighammer.core.websocket.Connections;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Control;
import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;

class LifecycleTest {

    @TempDir
    Path temp;

    /** What the lifecycle has asked for, in order. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** What goes wrong when it is asked for. */
    private final Map<String, Throwable> faults = new ConcurrentHashMap<>();

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final CompletableFuture<Void> firstTry = new CompletableFuture<>();
    private TestHome home;
    private TestFramework framework;

    @BeforeEach
    void makeAHome() throws IOException, BundleException {
        home = TestHome.in(temp);
        Files.writeString(temp.resolve("config/example.php"), "");
        home.write("services", "{\"services\": [{\"name\": \"example\", \"path\": \"/config/example.php\"}]}");
        framework = new TestFramework(temp);
        firstTry.complete(null);
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void itStartsInOrderAndStopsInOrder() throws Exception {
        Lifecycle lifecycle = begin();
        lifecycle.started().get(30, TimeUnit.SECONDS);

        assertEquals(Control.State.RUNNING, lifecycle.state());
        assertEquals(
                List.of(
                        "open admin",
                        "open workers",
                        "open socket",
                        "open http",
                        "open websocket",
                        "open tcp",
                        "run services"),
                asked);
        assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(pidFile()));

        asked.clear();
        lifecycle.stop();
        assertEquals(0, exitCode());
        assertEquals(
                List.of(
                        "close socket",
                        "close http",
                        "close websocket",
                        "close tcp",
                        "stop services",
                        "close workers",
                        "close admin"),
                asked);
        assertFalse(Files.exists(pidFile()));
    }

    @Test
    void aStepOfTheStartThatFailsUndoesThoseBeforeIt() throws Exception {
        home.write("config", "{\n  \"ports\": {\n    \"http_port\": 80\n  }\n}");
        faults.put("open http", new IOException("ports.http_port: cannot listen on 0.0.0.0:80: it is in use"));

        Lifecycle lifecycle = begin();

        assertEquals(1, exitCode());
        assertEquals(Control.State.FAILED, lifecycle.state());
        assertEquals(
                "config/config.json:3: ports.http_port: cannot listen on 0.0.0.0:80: it is in use", failure(lifecycle));
        assertEquals(
                List.of(
                        "open admin",
                        "open workers",
                        "open socket",
                        "open http",
                        "close socket",
                        "stop services",
                        "close workers",
                        "close admin"),
                asked);
        assertFalse(Files.exists(pidFile()));
    }

    @Test
    void aConfigurationWithErrorsOpensNothing() throws Exception {
        home.write("router", "{\"routes\": [{\"path\": \"a\"}], \"x\": 1}");

        Lifecycle lifecycle = begin();

        assertEquals(2, exitCode());
        assertTrue(failure(lifecycle).contains("config/router.json:1: routes[0].path: must begin with \"/\""));
        assertEquals(List.of(), asked);
        assertFalse(Files.exists(pidFile()));
    }

    @Test
    void aStopGoesOnWhenItsStepsFail() throws Exception {
        Lifecycle lifecycle = begin();
        lifecycle.started().get(30, TimeUnit.SECONDS);
        asked.clear();
        faults.put("close http", new IllegalStateException("on purpose"));
        faults.put("stop services", new NoClassDefFoundError("on/Purpose"));
        faults.put("close workers", new IllegalStateException("on purpose"));

        lifecycle.stop();

        assertEquals(0, exitCode());
        assertEquals(
                List.of(
                        "close socket",
                        "close http",
                        "close websocket",
                        "close tcp",
                        "stop services",
                        "close workers",
                        "close admin"),
                asked);
        assertFalse(Files.exists(pidFile()));
    }

    @Test
    void aStopDoesNotWaitForTheFirstTryOfTheServices() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        CompletableFuture<Void> running = new CompletableFuture<>();
        Lifecycle lifecycle = begin(new TestServices(never) {
            @Override
            public CompletableFuture<Void> run(List<ServiceConfig> services, GatewayConfig config) {
                running.complete(null);
                return super.run(services, config);
            }
        });
        running.get(30, TimeUnit.SECONDS);

        lifecycle.stop();

        assertEquals(0, exitCode());
        assertEquals("The gateway was stopped before it ran.", failure(lifecycle));
        assertTrue(asked.contains("close workers"), asked::toString);
    }

    @Test
    void aSecondStopChangesNothing() throws Exception {
        Lifecycle lifecycle = begin();
        lifecycle.started().get(30, TimeUnit.SECONDS);

        lifecycle.stop();
        assertEquals(0, exitCode());
        int before = asked.size();
        lifecycle.stop();

        assertEquals(Control.State.STOPPING, lifecycle.state());
        assertEquals(before, asked.size());
    }

    private Lifecycle begin() {
        return begin(new TestServices(firstTry));
    }

    private Lifecycle begin(Services services) {
        return new Lifecycle(
                framework.context(),
                new Ways(),
                services,
                new BufferBudget(0),
                new TestConfigurationAdmin().service(),
                exit::complete,
                new Connections(),
                new Doors(
                        new TestDoor(Door.WORKERS),
                        new TestDoor(Door.SOCKET),
                        new TestDoor(Door.HTTP),
                        new TestDoor(Door.WEBSOCKET),
                        new TestDoor(Door.TCP),
                        new TestDoor(Door.ADMIN)));
    }

    private int exitCode() throws Exception {
        return exit.get(30, TimeUnit.SECONDS);
    }

    private static String failure(Lifecycle lifecycle) {
        return assertThrows(ExecutionException.class, () -> lifecycle.started().get(30, TimeUnit.SECONDS))
                .getCause()
                .getMessage();
    }

    private Path pidFile() {
        return temp.resolve("runtime/duangMain.pid");
    }

    private void ask(String what) throws IOException {
        asked.add(what);
        Throwable fault = faults.get(what);
        if (fault instanceof IOException refused) {
            throw refused;
        }
        if (fault instanceof RuntimeException broken) {
            throw broken;
        }
        if (fault instanceof Error broken) {
            throw broken;
        }
    }

    private void askSafely(String what) {
        try {
            ask(what);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class TestDoor implements Door {
        private final String name;

        TestDoor(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void open(GatewayConfig config) throws IOException {
            ask("open " + name);
        }

        @Override
        public Change change(GatewayConfig next) throws IOException {
            ask("change " + name);
            return Change.of(() -> askSafely("keep " + name), () -> askSafely("undo " + name));
        }

        @Override
        public CompletableFuture<Void> close(Duration grace) {
            askSafely("close " + name);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public int connections() {
            return 0;
        }

        @Override
        public String address() {
            return "nowhere";
        }
    }

    private class TestServices implements Services {
        private final CompletableFuture<Void> firstTry;

        TestServices(CompletableFuture<Void> firstTry) {
            this.firstTry = firstTry;
        }

        @Override
        public CompletableFuture<Void> run(List<ServiceConfig> services, GatewayConfig config) {
            askSafely("run services");
            return firstTry;
        }

        @Override
        public CompletableFuture<Void> reload(String name) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public Optional<Service> find(String name) {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Void> ping(Duration limit) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> stop() {
            askSafely("stop services");
            return CompletableFuture.completedFuture(null);
        }
    }
}
