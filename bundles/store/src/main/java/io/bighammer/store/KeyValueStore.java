package io.bighammer.store;

import io.bighammer.api.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The store behind {@code memory_db_path}. Safe for use by many threads; the file is written by a thread of its own. */
final class KeyValueStore implements Store {
    private final Values values;
    private final DelayedWriter writer;

    /** @throws IOException when the file is there and cannot be understood */
    KeyValueStore(Path path, Clock clock, Duration delay) throws IOException {
        DataFile file = new DataFile(path);
        writer = new DelayedWriter(delay, () -> file.write(living()));
        values = new Values(file.read(), clock, writer::changed);
    }

    private Map<String, Values.Held> living() {
        return values.living();
    }

    /** Writes what has not been written yet. */
    void close() {
        writer.close();
    }

    int size() {
        return values.size();
    }

    Optional<JsonNode> value(String key) {
        return values.get(key);
    }

    void value(String key, JsonNode value, Optional<Duration> lifetime) {
        values.set(named(key), value, lifetime);
    }

    long increment(String key, long by, Optional<Duration> lifetime) {
        return values.increment(named(key), by, lifetime);
    }

    @Override
    public Optional<String> get(String key) {
        return values.get(key).map(value -> value.isString() ? value.stringValue() : value.toString());
    }

    @Override
    public void set(String key, String value) {
        value(key, StringNode.valueOf(value), Optional.empty());
    }

    @Override
    public void set(String key, String value, Duration lifetime) {
        value(key, StringNode.valueOf(value), Optional.of(lifetime));
    }

    @Override
    public long increment(String key, long by) {
        return increment(key, by, Optional.empty());
    }

    @Override
    public long increment(String key, long by, Duration lifetime) {
        return increment(key, by, Optional.of(lifetime));
    }

    @Override
    public boolean remove(String key) {
        return values.remove(key);
    }

    /** {@code $expires} and whatever else may come are the file's own. */
    private static String named(String key) {
        if (key.isEmpty() || key.startsWith("$")) {
            throw new IllegalArgumentException("a key must not be empty or begin with $: \"" + key + "\"");
        }
        return key;
    }
}
