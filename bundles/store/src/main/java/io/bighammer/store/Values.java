package io.bighammer.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/** The values in memory, each with the time at which it is gone. Safe for use by many threads. */
final class Values {
    private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Runnable changed;

    /** @param expires {@link Instant#MAX} for never */
    record Held(JsonNode value, Instant expires) {}

    /** @param changed called after each change */
    Values(Map<String, Held> start, Clock clock, Runnable changed) {
        held.putAll(start);
        this.clock = clock;
        this.changed = changed;
    }

    Optional<JsonNode> get(String key) {
        return Optional.ofNullable(held.get(key)).filter(this::lives).map(Held::value);
    }

    void set(String key, JsonNode value, Optional<Duration> lifetime) {
        held.put(key, new Held(value, expiry(lifetime)));
        changed.run();
    }

    long increment(String key, long by, Optional<Duration> lifetime) {
        Held now = held.compute(key, (same, before) -> {
            if (before == null || !lives(before)) {
                return new Held(LongNode.valueOf(by), expiry(lifetime));
            }
            return new Held(LongNode.valueOf(sum(key, before.value, by)), before.expires);
        });
        changed.run();
        return now.value.longValue();
    }

    private static long sum(String key, JsonNode value, long by) {
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("the value of \"" + key + "\" is no whole number");
        }
        try {
            return Math.addExact(value.longValue(), by);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("the value of \"" + key + "\" would become too large", tooLarge);
        }
    }

    boolean remove(String key) {
        Held before = held.remove(key);
        if (before != null) {
            changed.run();
        }
        return before != null && lives(before);
    }

    int size() {
        return held.size();
    }

    /** What is to be written; what has expired is forgotten by the way. */
    Map<String, Held> living() {
        held.values().removeIf(value -> !lives(value));
        return Map.copyOf(held);
    }

    private boolean lives(Held value) {
        return clock.instant().isBefore(value.expires);
    }

    private Instant expiry(Optional<Duration> lifetime) {
        return lifetime.map(time -> clock.instant().plus(positive(time))).orElse(Instant.MAX);
    }

    private static Duration positive(Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("a lifetime must be positive, not " + lifetime);
        }
        return lifetime;
    }
}
