package io.bighammer.ipc;

import io.bighammer.spi.FieldSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a header field may look like that somebody wrote into JSON (RFC 9110, section 5). */
public final class FieldRules {
    private FieldRules() {}

    /** What is wrong with the field, as a part of a sentence; empty when it may be sent. */
    public static Optional<String> complaint(String name, String value) {
        if (!FieldSyntax.isName(name)) {
            return Optional.of("'%s' cannot be the name of a header".formatted(name));
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return Optional.of("the header '%s' holds a control character (0x%02x)".formatted(name, (int) c));
            }
        }
        return Optional.empty();
    }

    /** The value in the form that the HTTP generator, which writes one byte per character, makes UTF-8 of. */
    public static String onTheWire(String value) {
        return hasOnly(value, 0x7f)
                ? value
                : new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The text behind such a value; a value that is none stays as it is. */
    public static String fromTheWire(String value) {
        if (hasOnly(value, 0x7f) || !hasOnly(value, 0xff)) {
            return value;
        }
        String text = new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : value;
    }

    private static boolean hasOnly(String value, int highest) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > highest) {
                return false;
            }
        }
        return true;
    }
}
