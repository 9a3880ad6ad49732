package io.bighammer.plugins.logger;

import io.bighammer.api.Outcome;
import io.bighammer.plugins.logger.Entry.Visit;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** One JSON object for each entry, on one line, always with the same keys. */
final class JsonFormat implements LineFormat {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final SecondText seconds = new SecondText(
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC));

    private final JsonFactory json =
            JsonFactory.builder().rootValueSeparator("").build();

    @Override
    public void append(Supplier<Entry> entries, ByteArrayOutputStream lines) {
        // Half a surrogate pair, which a client can send in JSON, becomes '?' here and would be an error in a generator
        // of bytes.
        Writer text = new OutputStreamWriter(lines, StandardCharsets.UTF_8);
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), text)) {
            for (Entry entry = entries.get(); entry != null; entry = entries.get()) {
                append(entry, out);
                out.writeRaw('\n');
            }
        }
    }

    private void append(Entry entry, JsonGenerator out) {
        out.writeStartObject();
        visit(entry.visit(), out);
        outcome(entry.outcome(), out);
        optional("user", entry.user(), out);
        optional("user_agent", entry.visit().userAgent(), out);
        optional("referer", entry.visit().referer(), out);
        out.writeEndObject();
    }

    private void visit(Visit visit, JsonGenerator out) {
        out.writeStringProperty("time", time(visit.time()));
        out.writeStringProperty("request_id", visit.requestId());
        out.writeStringProperty("door", visit.door());
        out.writeStringProperty("client", visit.client());
        out.writeStringProperty("method", visit.method());
        out.writeStringProperty("path", visit.path());
        out.writeStringProperty("query", visit.query());
        out.writeStringProperty("protocol", visit.protocol());
    }

    /** To the millisecond, as RFC 3339 has it. */
    private String time(Instant time) {
        int millis = time.getNano() / NANOS_PER_MILLI;
        return seconds.of(time) + (millis < 10 ? ".00" : millis < 100 ? ".0" : ".") + millis + "Z";
    }

    private static void outcome(Outcome outcome, JsonGenerator out) {
        out.writeNumberProperty("status", outcome.status());
        out.writeNumberProperty("request_bytes", outcome.requestBytes());
        out.writeNumberProperty("response_bytes", outcome.responseBytes());
        out.writeNumberProperty(
                "duration_ms", BigDecimal.valueOf(outcome.duration().toNanos() / 1000, 3));
        out.writeBooleanProperty("client_left", outcome.clientLeft());
    }

    private static void optional(String name, Optional<String> value, JsonGenerator out) {
        out.writeName(name);
        if (value.isPresent()) {
            out.writeString(value.get());
        } else {
            out.writeNull();
        }
    }
}
