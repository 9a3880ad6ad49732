package io.bighammer.plugins.logger;

import io.bighammer.plugins.logger.Entry.Visit;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The "combined" format of Apache and nginx, in UTF-8. */
final class CombinedFormat implements LineFormat {
    private final SecondText time = new SecondText(DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC));

    @Override
    public void append(Supplier<Entry> entries, ByteArrayOutputStream lines) {
        for (Entry entry = entries.get(); entry != null; entry = entries.get()) {
            lines.writeBytes((line(entry) + '\n').getBytes(StandardCharsets.UTF_8));
        }
    }

    private String line(Entry entry) {
        Visit visit = entry.visit();
        String query = visit.query().isEmpty() ? "" : "?" + visit.query();
        return visit.client() + " - " + word(entry.user()) + " [" + time.of(visit.time()) + "] "
                + quoted(Optional.of(visit.method() + " " + visit.path() + query + " " + visit.protocol())) + " "
                + entry.outcome().status() + " " + entry.outcome().responseBytes() + " " + quoted(visit.referer()) + " "
                + quoted(visit.userAgent());
    }

    private static String word(Optional<String> value) {
        return escaped(value.orElse("-")).replace(" ", "\\x20");
    }

    private static String quoted(Optional<String> value) {
        return '"' + escaped(value.orElse("-")) + '"';
    }

    /** What a client sends must neither end a field nor a line, nor move the cursor of the terminal that shows it. */
    private static String escaped(String value) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
