package io.bighammer.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.Control.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatusFileTest {
    private final FakeControl control = new FakeControl();
    private final GatewayStatus status = new GatewayStatus(control, "1.2.3", Instant.parse("2026-03-01T08:00:00Z"));

    @TempDir
    Path runtime;

    @Test
    void itTellsTheStateAfterEachChange() throws Exception {
        control.state = State.STARTING;
        StatusFile file = new StatusFile(runtime, status);
        await(json -> json.path("state").asString().equals("STARTING"));

        control.state = State.RUNNING;
        control.started.complete(null);
        await(json -> json.path("state").asString().equals("RUNNING"));

        FakeSource doors = new FakeSource("doors", Map.of("http", "closed")).complain("HTTP is closed: open it.");
        status.addSource(doors);
        await(json -> json.at("/sections/doors/http").asString().equals("closed")
                && json.at("/complaints/0").asString().equals("HTTP is closed: open it."));

        doors.complain();
        doors.become(Map.of("http", "0.0.0.0:8080"));
        JsonNode json = await(now -> now.path("complaints").isEmpty());
        assertEquals("0.0.0.0:8080", json.at("/sections/doors/http").asString());
        assertEquals(ProcessHandle.current().pid(), json.path("pid").asLong());
        assertEquals("2026-03-01T08:00:00Z", json.path("since").asString());
        assertEquals("1.2.3", json.path("version").asString());
        file.close();
    }

    @Test
    void aPartThatCannotTellDoesNotSilenceTheOthers() throws Exception {
        status.addSource(new FakeSource("broken", new IllegalStateException("oops")));
        status.addSource(new FakeSource("doors", Map.of("http", "open")));
        StatusFile file = new StatusFile(runtime, status);

        JsonNode json = await(now -> now.at("/sections/doors/http").asString().equals("open"));
        assertTrue(json.at("/complaints/0").asString().contains("oops"));
        file.close();
    }

    @Test
    void itIsGoneWhenTheGatewayHasStopped() throws Exception {
        StatusFile file = new StatusFile(runtime, status);
        await(json -> true);
        file.close();
        status.addSource(new FakeSource("late", Map.of()));

        try (var left = Files.list(runtime)) {
            assertFalse(left.findAny().isPresent());
        }
    }

    private JsonNode await(Predicate<JsonNode> condition) throws IOException, InterruptedException {
        Path file = runtime.resolve("status.json");
        JsonMapper mapper = new JsonMapper();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        String last = "no file";
        while (System.nanoTime() < deadline) {
            if (Files.exists(file)) {
                last = Files.readString(file);
                JsonNode json = mapper.readTree(last);
                if (condition.test(json)) {
                    return json;
                }
            }
            Thread.sleep(5);
        }
        throw new AssertionError("Not what was waited for: " + last);
    }
}
