package io.bighammer.testing;

import io.bighammer.api.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header fields in a list. */
public final class TestHeaders implements Headers {
    private final List<Map.Entry<String, String>> lines = new ArrayList<>();

    @Override
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    @Override
    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public void set(String name, String value) {
        remove(name);
        add(name, value);
    }

    @Override
    public void add(String name, String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("The value of " + name + " cannot be sent");
        }
        lines.add(Map.entry(name, value));
    }

    @Override
    public void remove(String name) {
        lines.removeIf(line -> line.getKey().equalsIgnoreCase(name));
    }

    @Override
    public void forEach(BiConsumer<String, String> line) {
        lines.forEach(entry -> line.accept(entry.getKey(), entry.getValue()));
    }
}
