package io.bighammer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TestStoreTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final TestStore store = new TestStore(() -> now);

    @Test
    void whatIsSetCanBeGotAndRemoved() {
        assertEquals(Optional.empty(), store.get("名"));
        store.set("名", "值");
        assertEquals(Optional.of("值"), store.get("名"));
        assertTrue(store.remove("名"));
        assertFalse(store.remove("名"));
        assertEquals(Optional.empty(), store.get("名"));
    }

    @Test
    void aValueIsGoneAfterItsLifetime() {
        store.set("session", "x", TEN_SECONDS);
        now = now.plusSeconds(9);
        assertEquals(Optional.of("x"), store.get("session"));
        now = now.plusSeconds(1);
        assertEquals(Optional.empty(), store.get("session"));
        assertFalse(store.remove("session"));
    }

    @Test
    void aNumberKeepsTheLifetimeThatItBeganWith() {
        assertEquals(1, store.increment("hits", 1, TEN_SECONDS));
        now = now.plusSeconds(9);
        assertEquals(2, store.increment("hits", 1, TEN_SECONDS));
        assertEquals(Optional.of("2"), store.get("hits"));
        now = now.plusSeconds(1);
        assertEquals(1, store.increment("hits", 1));
        now = now.plusSeconds(10);
        assertEquals(0, store.increment("hits", -1));
    }

    @Test
    void whatIsNoNumberCannotBeAddedTo() {
        store.set("a", "1");
        assertRefused("the value of \"a\" is no whole number", () -> store.increment("a", 1));
        store.increment("max", Long.MAX_VALUE);
        assertRefused("the value of \"max\" would become too large", () -> store.increment("max", 1));
        assertEquals(Optional.of(Long.toString(Long.MAX_VALUE)), store.get("max"));
    }

    @Test
    void keysThatTheGatewayWouldRefuseAreRefused() {
        assertRefused("a key must not be empty or begin with $: \"\"", () -> store.set("", "x"));
        assertRefused("a key must not be empty or begin with $: \"$x\"", () -> store.increment("$x", 1));
        assertFalse(store.remove("$x"));
    }

    @Test
    void aLifetimeIsPositive() {
        assertRefused("a lifetime must be positive, not PT0S", () -> store.set("a", "x", Duration.ZERO));
        assertRefused("a lifetime must be positive, not PT-1S", () -> store.increment("a", 1, Duration.ofSeconds(-1)));
        assertEquals(Optional.empty(), store.get("a"));
    }

    @Test
    void withoutAClockItIsTheTimeOfDay() {
        TestStore real = new TestStore();
        real.set("a", "x", Duration.ofHours(1));
        assertEquals(Optional.of("x"), real.get("a"));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
