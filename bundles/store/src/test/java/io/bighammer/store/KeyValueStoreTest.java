package io.bighammer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyValueStoreTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private Path file;
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private KeyValueStore store;

    /** Stands still until a test moves it. */
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("data.json");
        store = new KeyValueStore(file, clock, HOUR);
    }

    /** As a stop and a start. */
    private void reopen() throws IOException {
        store.close();
        store = new KeyValueStore(file, clock, HOUR);
    }

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
    void aStopWritesWhatAStartReads() throws IOException {
        store.set("a", "text \"quoted\"");
        store.increment("n", 41);
        store.set("gone", "x");
        reopen();
        store.increment("n", 1);
        store.remove("gone");
        reopen();
        assertEquals(Optional.of("text \"quoted\""), store.get("a"));
        assertEquals(Optional.of("42"), store.get("n"));
        assertEquals(Optional.empty(), store.get("gone"));
    }

    @Test
    void aLifetimeIsKeptAcrossAStop() throws IOException {
        store.set("session", "x", Duration.ofSeconds(10));
        now = now.plusSeconds(9);
        reopen();
        assertEquals(Optional.of("x"), store.get("session"));
        now = now.plusSeconds(1);
        assertEquals(Optional.empty(), store.get("session"));
        store.set("other", "y");
        reopen();
        assertFalse(Files.readString(file).contains("session"), Files.readString(file));
    }

    @Test
    void aNumberKeepsTheLifetimeThatItBeganWith() {
        assertEquals(1, store.increment("hits", 1, Duration.ofSeconds(10)));
        now = now.plusSeconds(9);
        assertEquals(2, store.increment("hits", 1, Duration.ofSeconds(10)));
        now = now.plusSeconds(1);
        assertEquals(1, store.increment("hits", 1, Duration.ofSeconds(10)));
    }

    @Test
    void whatIsNoNumberCannotBeAddedTo() {
        store.set("a", "text");
        assertThrows(IllegalArgumentException.class, () -> store.increment("a", 1));
        store.increment("max", Long.MAX_VALUE);
        assertThrows(IllegalArgumentException.class, () -> store.increment("max", 1));
        assertEquals(Optional.of(Long.toString(Long.MAX_VALUE)), store.get("max"));
    }

    @Test
    void keysOfTheFileItselfAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> store.set("$expires", "x"));
        assertThrows(IllegalArgumentException.class, () -> store.set("", "x"));
        assertThrows(IllegalArgumentException.class, () -> store.set("a", "x", Duration.ZERO));
    }

    @Test
    void valuesOfAnyKindAreGivenAsJson() throws IOException {
        Files.writeString(file, "{\"list\": [1, true], \"text\": \"t\"}");
        store = new KeyValueStore(file, clock, HOUR);
        assertEquals(Optional.of("[1,true]"), store.get("list"));
        assertEquals(Optional.of("t"), store.get("text"));
    }

    @Test
    void aFileThatCannotBeUnderstoodIsNotOverwritten() throws IOException {
        for (String broken : new String[] {"{\n  \"a\": tru\n}", "[]", "{\"a\":1,\"$expires\":{\"a\":\"soon\"}}"}) {
            Files.writeString(file, broken);
            IOException refusal = assertThrows(IOException.class, () -> new KeyValueStore(file, clock, HOUR));
            assertTrue(refusal.getMessage().startsWith(file.toString()), refusal.getMessage());
            assertEquals(broken, Files.readString(file));
        }
    }

    @Test
    void aChangeIsWrittenWithoutAStop() throws Exception {
        store = new KeyValueStore(file, clock, Duration.ofMillis(1));
        store.set("a", "1");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Files.notExists(file) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertEquals("{\n  \"a\" : \"1\"\n}\n", Files.readString(file));
    }

    @Test
    void addingFromManyThreadsLosesNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4000; i++) {
            threads.execute(() -> store.increment("n", 1));
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        assertEquals(Optional.of("4000"), store.get("n"));
    }
}
