package io.bighammer.core.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.ConfigurationReader;
import io.bighammer.core.config.Home;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveGatewayTest {
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path temp;

    /** What the doors were asked for, in order. */
    private final List<String> asked = new ArrayList<>();

    /** Why a door cannot be changed. */
    private final Map<String, String> taken = new HashMap<>();

    private final BufferBudget budget = new BufferBudget(0);
    private final Doors doors = new Doors(
            new TestDoor("workers"),
            new TestDoor("socket"),
            new TestDoor("http"),
            new TestDoor("websocket"),
            new TestDoor("tcp"),
            new TestDoor("admin"));
    private TestHome home;
    private Configuration running;
    private LiveGateway gateway;

    @BeforeEach
    void start() throws IOException {
        home = TestHome.in(temp);
        home.write("config", "{\"limits\": {\"buffer_memory\": \"8MB\"}}");
        running = read();
        gateway = new LiveGateway(running.gateway(), doors, budget);
        doors.openSockets(running);
        doors.openNetwork(running);
        asked.clear();
    }

    @Test
    void allThatIsNewIsReadyBeforeAnythingIsMade() throws Exception {
        List<Integer> told = new ArrayList<>();
        gateway.onChange(config -> told.add(config.ports().http()));
        Configuration next = next("{\"ports\": {\"http_port\": 9}, \"limits\": {\"buffer_memory\": \"2MB\"}}");

        Door.Change change = gateway.change(running, next);
        assertEquals(
                List.of("change workers", "change socket", "change http", "change websocket", "change tcp"), asked);
        assertEquals(running.gateway(), gateway.config());
        assertEquals(8 * MEGABYTE, budget.free());

        asked.clear();
        change.keep();
        assertEquals(List.of("keep workers", "keep socket", "keep http", "keep websocket", "keep tcp"), asked);
        assertEquals(next.gateway(), gateway.config());
        assertEquals(2 * MEGABYTE, budget.free());
        assertEquals(List.of(9), told);
    }

    @Test
    void oneDoorThatCannotBeChangedRefusesTheWhole() throws Exception {
        taken.put("socket", "socket_path: a running program listens on /x already");
        taken.put("http", "ports.http_port: cannot listen on 0.0.0.0:80: it is in use by process 7 (nginx)");
        Configuration next = next("""
                {
                  "socket_path": "/x",
                  "ports": {
                    "http_port": 80
                  }
                }
                """);

        RefusedChange refusal = assertThrows(RefusedChange.class, () -> gateway.change(running, next));

        assertEquals(
                List.of(
                        "config/config.json:2: socket_path: a running program listens on /x already",
                        "config/config.json:4: ports.http_port: cannot listen on 0.0.0.0:80: it is in use by process 7"
                                + " (nginx)"),
                refusal.reasons());
        assertEquals(
                List.of(
                        "change workers",
                        "change socket",
                        "change http",
                        "change websocket",
                        "change tcp",
                        "undo workers",
                        "undo websocket",
                        "undo tcp"),
                asked);
        assertEquals(running.gateway(), gateway.config());
        assertEquals(8 * MEGABYTE, budget.free());
    }

    @Test
    void aKeyThatNeedsARestartIsRefusedByNameAndNoDoorIsAsked() throws Exception {
        Configuration next = next("""
                {
                  "businessPid_path": "/runtime/b.pid",
                  "mainPid_path": "/runtime/m.pid",
                  "database_url": "postgres://me:secret@db/shop",
                  "memory_db_path": "/config/values.json",
                  "plugin_folder": "/jars",
                  "ports": {"http_port": 9}
                }
                """);

        RefusedChange refusal = assertThrows(RefusedChange.class, () -> gateway.change(running, next));

        String rest = ": cannot change while the gateway runs; run ./duang.sh restart, or give it back its value, ";
        assertEquals(
                List.of(
                        "config/config.json:6: plugin_folder" + rest + "/plugins",
                        "config/config.json:3: mainPid_path" + rest + "/runtime/duangMain.pid",
                        "config/config.json:2: businessPid_path" + rest + "/runtime/duangBussiness.pid",
                        "config/config.json:4: database_url" + rest + "none",
                        "config/config.json:5: memory_db_path" + rest + "/config/data.json"),
                refusal.reasons());
        assertEquals(List.of(), asked);
    }

    @Test
    void theSameAgainChangesNothing() throws Exception {
        gateway.change(running, running).keep();

        assertEquals(List.of(), asked);
    }

    @Test
    void aStopInTheMiddleOfAChangeLeavesNothingOpen() throws Exception {
        Door.Change change = gateway.change(running, next("{\"ports\": {\"http_port\": 9}}"));
        asked.clear();

        doors.closeToClients(Duration.ZERO).join();
        change.keep();

        assertEquals(
                List.of(
                        "close socket",
                        "close http",
                        "close websocket",
                        "close tcp",
                        "undo workers",
                        "undo socket",
                        "undo http",
                        "undo websocket",
                        "undo tcp"),
                asked);
        assertThrows(RefusedChange.class, () -> gateway.change(running, next("{}")));
    }

    private Configuration next(String config) throws IOException {
        home.write("config", config);
        return read();
    }

    private Configuration read() {
        return new ConfigurationReader(Home.of(temp)).read();
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
        public void open(GatewayConfig config) {
            asked.add("open " + name);
        }

        @Override
        public Change change(GatewayConfig next) throws IOException {
            asked.add("change " + name);
            if (taken.containsKey(name)) {
                throw new IOException(taken.get(name));
            }
            return Change.of(() -> asked.add("keep " + name), () -> asked.add("undo " + name));
        }

        @Override
        public CompletableFuture<Void> close(Duration grace) {
            asked.add("close " + name);
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
}
