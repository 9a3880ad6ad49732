package io.bighammer.testing;

import io.bighammer.api.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store that no file is kept of; it refuses what the gateway's refuses. With {@code new TestStore(() -> now)} the test says what time it
 * is. Safe for use by many threads.
 */
public final class TestStore implements Store {
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final InstantSource clock;

    /** @param value a String, or a Long that {@link #increment} has made */
    private record Held(Object value, Instant expires) {}

    public TestStore() {
        this(Clock.systemUTC());
    }

    public TestStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<String> get(String key) {
        return Optional.ofNullable(held.get(key)).filter(this::lives).map(found -> found.value.toString());
    }

    @Override
    public void set(String key, String value) {
        held.put(named(key), new Held(value, Instant.MAX));
    }

    @Override
    public void set(String key, String value, Duration lifetime) {
        held.put(named(key), new Held(value, expiry(lifetime)));
    }

    @Override
    public long increment(String key, long by) {
        return increment(key, by, Optional.empty());
    }

    @Override
    public long increment(String key, long by, Duration lifetime) {
        return increment(key, by, Optional.of(lifetime));
    }

    private long increment(String key, long by, Optional<Duration> lifetime) {
        Held now = held.compute(named(key), (same, before) -> {
            if (before == null || !lives(before)) {
                return new Held(by, lifetime.map(this::expiry).orElse(Instant.MAX));
            }
            return new Held(sum(key, before.value, by), before.expires);
        });
        return (Long) now.value;
    }

    @Override
    public boolean remove(String key) {
        Held before = held.remove(key);
        return before != null && lives(before);
    }

    private static Long sum(String key, Object value, long by) {
        if (!(value instanceof Long number)) {
            throw new IllegalArgumentException("the value of \"" + key + "\" is no whole number");
        }
        try {
            return Math.addExact(number, by);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("the value of \"" + key + "\" would become too large", tooLarge);
        }
    }

    private boolean lives(Held value) {
        return clock.instant().isBefore(value.expires);
    }

    private Instant expiry(Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("a lifetime must be positive, not " + lifetime);
        }
        return clock.instant().plus(lifetime);
    }

    private static String named(String key) {
        if (key.isEmpty() || key.startsWith("$")) {
            throw new IllegalArgumentException("a key must not be empty or begin with $: \"" + key + "\"");
        }
        return key;
    }
}
