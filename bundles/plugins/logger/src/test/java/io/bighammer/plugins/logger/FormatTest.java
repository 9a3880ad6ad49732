package io.bighammer.plugins.logger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.api.Outcome;
import io.bighammer.plugins.logger.Entry.Visit;
import io.bighammer.testing.TestRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static final Instant TIME = Instant.parse("2026-03-01T09:05:00Z");

    @Test
    void jsonHasAllFieldsOnOneLine() {
        TestRequest request =
                TestRequest.get("/api/订单?a=1").header("User-Agent", "curl/8").header("Referer", "http://a/");

        assertEquals(
                "{\"time\":\"2026-03-01T09:05:00.000Z\",\"request_id\":\"test-request\",\"door\":\"http\","
                        + "\"client\":\"192.0.2.1\",\"method\":\"GET\",\"path\":\"/api/订单\",\"query\":\"a=1\","
                        + "\"protocol\":\"HTTP/1.1\",\"status\":201,\"request_bytes\":3,\"response_bytes\":1234,"
                        + "\"duration_ms\":1.500,\"client_left\":false,\"user\":\"alice\",\"user_agent\":\"curl/8\","
                        + "\"referer\":\"http://a/\"}",
                line(new JsonFormat(), entry(request, Optional.of("alice"))));
    }

    @Test
    void combinedIsWhatLogReadersKnow() {
        TestRequest request =
                TestRequest.get("/api/订单?a=1").header("User-Agent", "curl/8").header("Referer", "http://a/");

        assertEquals(
                "192.0.2.1 - alice [01/Mar/2026:09:05:00 +0000] \"GET /api/订单?a=1 HTTP/1.1\" 201 1234"
                        + " \"http://a/\" \"curl/8\"",
                line(new CombinedFormat(), entry(request, Optional.of("alice"))));
    }

    @Test
    void aClientCannotForgeLinesOrFields() {
        TestRequest request = TestRequest.get("/a\nb\"").header("User-Agent", "x\" \\ \u001b[2J");
        Entry entry = entry(request, Optional.of("a b"));

        assertEquals(
                "192.0.2.1 - a\\x20b [01/Mar/2026:09:05:00 +0000] \"GET /a\\x0ab\\\" HTTP/1.1\" 201 1234 \"-\""
                        + " \"x\\\" \\\\ \\x1b[2J\"",
                line(new CombinedFormat(), entry));
        String json = line(new JsonFormat(), entry);
        assertEquals("\"path\":\"/a\\nb\\\"\"", json.substring(json.indexOf("\"path\""), json.indexOf(",\"query\"")));
        assertEquals(
                "\"user_agent\":\"x\\\" \\\\ \\u001B[2J\",\"referer\":null}",
                json.substring(json.indexOf("\"user_agent\"")));
    }

    @Test
    void aLineForEachAndHalfACharacterIsNoError() {
        Iterator<Entry> entries = List.of(
                        entry(TestRequest.get("/\ud83d"), Optional.empty()),
                        entry(TestRequest.get("/\ud83d\ude00"), Optional.empty()))
                .iterator();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        new JsonFormat().append(() -> entries.hasNext() ? entries.next() : null, lines);

        List<String> all = lines.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(2, all.size());
        assertTrue(all.get(0).startsWith("{\"time\"") && all.get(0).contains("\"path\":\"/?\""), all.get(0));
        assertTrue(all.get(1).startsWith("{\"time\"") && all.get(1).contains("\"path\":\"/\ud83d\ude00\""), all.get(1));
    }

    @Test
    void eachLineHasItsOwnTime() {
        List<String> times = List.of(
                "2026-03-01T09:05:00.000Z",
                "2026-03-01T09:05:00.007Z",
                "2026-03-01T09:05:00.067Z",
                "2026-03-01T09:05:01.567Z",
                "2026-03-01T09:05:00.999Z",
                "1969-12-31T23:59:59.250Z");
        Iterator<Entry> entries = times.stream()
                .map(time -> entry(TestRequest.get("/"), Optional.empty(), Instant.parse(time)))
                .iterator();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        new JsonFormat().append(() -> entries.hasNext() ? entries.next() : null, lines);

        assertEquals(
                times,
                lines.toString(StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.substring("{\"time\":\"".length(), line.indexOf("\",")))
                        .toList());
    }

    private static String line(LineFormat format, Entry entry) {
        Iterator<Entry> one = List.of(entry).iterator();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        format.append(() -> one.hasNext() ? one.next() : null, lines);
        String text = lines.toString(StandardCharsets.UTF_8);
        assertTrue(text.endsWith("\n"), text);
        return text.substring(0, text.length() - 1);
    }

    private static Entry entry(TestRequest request, Optional<String> user) {
        return entry(request, user, TIME);
    }

    private static Entry entry(TestRequest request, Optional<String> user, Instant time) {
        Outcome outcome = new Outcome(201, 3, 1234, Duration.ofNanos(1_500_900), false);
        return new Entry(Visit.of(request, time), user, outcome);
    }
}
