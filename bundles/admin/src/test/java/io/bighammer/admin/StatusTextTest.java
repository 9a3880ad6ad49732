package io.bighammer.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.spi.Control.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final Instant SINCE = Instant.parse("2026-03-01T08:00:00Z");

    record Door(String name, String address) {}

    record Worker(int instance, long pid, String state, Double pingMs, List<Door> journal) {}

    record Running(String name, String state, int queued, List<Worker> workers) {}

    record Memory(long usedBytes, boolean low, List<String> pools, List<Door> doors) {}

    @Test
    void eachSectionIsABlockOfAlignedLines() {
        SortedMap<String, Object> sections = new TreeMap<>();
        sections.put("doors", List.of(new Door("http", "0.0.0.0:8080"), new Door("socket", "")));
        sections.put(
                "services",
                List.of(
                        new Running(
                                "example",
                                "ready",
                                0,
                                List.of(
                                        new Worker(1, 4711, "idle", 0.25, List.of(new Door("a", "b"))),
                                        new Worker(2, 12, "starting", null, List.of()))),
                        new Running("main", "crash loop", 12, List.of())));
        sections.put("memory", new Memory(5 << 20, false, List.of("heap", "direct"), List.of(new Door("a", "b"))));
        sections.put("plugins", List.of());
        sections.put("totals", Map.of("my_http", new Door("x", "y\u001b[2J")));

        assertEquals(
                """
                BigHammer 1.2.3 running, pid 42, up 1 h 2 min

                doors
                  name    address
                  http    0.0.0.0:8080
                  socket  -

                memory
                  used  5 MB
                  low   no
                  pools
                    heap
                    direct
                  doors
                    name  address
                    a     b

                plugins
                  none

                services
                  name     state       queued
                  example  ready       0
                    workers
                      instance  pid   state     ping_ms
                      1         4711  idle      0.25
                      2         12    starting  -
                  main     crash loop  12

                totals
                  my_http
                    name     x
                    address  y [2J

                to look at
                  - auth has no credentials.
                    Paste this.
                  - Develop/test.php is not there: make it.
                """,
                render(sections, "auth has no credentials.\nPaste this.", "Develop/test.php is not there: make it."));
    }

    @Test
    void aHealthyGatewayWithoutPartsIsOneLine() {
        assertEquals("BigHammer 1.2.3 running, pid 42, up 1 h 2 min\n", render(new TreeMap<>()));
    }

    private static String render(SortedMap<String, Object> sections, String... complaints) {
        Instant now = SINCE.plus(Duration.ofSeconds(3725));
        Snapshot snapshot =
                new Snapshot(State.RUNNING, 42, SINCE, "1.2.3", sections, List.of(complaints), List.of(), now);
        return StatusText.of(snapshot, new StatusJson().tree(sections));
    }
}
