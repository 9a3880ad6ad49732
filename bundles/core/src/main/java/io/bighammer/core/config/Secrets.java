package io.bighammer.core.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The secret texts below a value, for messages that someone else worded. */
record Secrets(List<String> texts) {

    static Secrets of(Value value) {
        return new Secrets(texts(value)
                .filter(text -> !text.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    String masked(String message) {
        String masked = message;
        for (String text : texts) {
            masked = masked.replace(text, "***");
        }
        return masked;
    }

    private static Stream<String> texts(Value value) {
        if (value instanceof Value.Members members) {
            return members.members().values().stream().flatMap(Secrets::texts);
        }
        if (value instanceof Value.Items items) {
            return items.items().stream().flatMap(Secrets::texts);
        }
        return value instanceof Value.Text text && text.secret() ? Stream.of(text.text()) : Stream.empty();
    }
}
