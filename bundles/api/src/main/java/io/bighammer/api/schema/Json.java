package io.bighammer.api.schema;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts and whatever is JSON already as indented JSON. */
final class Json {
    private static final String STEP = "    ";

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** JSON as it stands. */
    record Raw(String json) {}

    static String of(Object value) {
        Json json = new Json();
        json.write(value, "\n");
        return json.out.append('\n').toString();
    }

    private void write(Object value, String line) {
        if (value instanceof Map<?, ?> map) {
            Iterator<? extends Map.Entry<?, ?>> members = map.entrySet().iterator();
            block('{', '}', line, members, member -> {
                text(member.getKey().toString());
                out.append(": ");
                write(member.getValue(), line + STEP);
            });
        } else if (value instanceof List<?> list) {
            block('[', ']', line, list.iterator(), item -> write(item, line + STEP));
        } else if (value instanceof Raw raw) {
            out.append(raw.json().replace("\n", line));
        } else if (value instanceof String text) {
            text(text);
        } else {
            out.append(value);
        }
    }

    private interface Part<T> {
        void write(T value);
    }

    private <T> void block(char open, char close, String line, Iterator<? extends T> parts, Part<T> part) {
        out.append(open);
        boolean filled = parts.hasNext();
        while (parts.hasNext()) {
            out.append(line).append(STEP);
            part.write(parts.next());
            out.append(parts.hasNext() ? "," : "");
        }
        out.append(filled ? line : "").append(close);
    }

    private void text(String text) {
        out.append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        out.append('"');
    }
}
