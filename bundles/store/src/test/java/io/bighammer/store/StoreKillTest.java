package io.bighammer.store;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while the store is written leaves the file as it was before or after the write. */
class StoreKillTest {
    private static final long SEED = 20260131;
    private static final long LONGEST_WRITE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    Path folder;

    @Test
    void thirtyKillsLeaveAWholeFile() throws Exception {
        kill(30);
    }

    @Test
    @Tag("long")
    void aThousandKillsLeaveAWholeFile() throws Exception {
        kill(1000);
    }

    private void kill(int times) throws Exception {
        Path file = folder.resolve("data.json");
        Random random = new Random(SEED);
        long known = 0;
        for (int i = 0; i < times; i++) {
            try (WatchService renamed = folder.getFileSystem().newWatchService()) {
                folder.register(renamed, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
                Process process = start(file);
                awaitWrite(file, renamed);
                LockSupport.parkNanos(random.nextLong(LONGEST_WRITE_NANOS)); // anywhere in a write or between two
                process.destroyForcibly();
                assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            }
            long count = count(file);
            assertTrue(count > known, "after kill " + i + " the count is " + count + ", it was " + known + " before");
            known = count;
        }
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledStore.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(file.resolveSibling("output").toFile())
                .start();
    }

    /** A write ends with a rename. */
    private static void awaitWrite(Path file, WatchService renamed) throws IOException, InterruptedException {
        boolean written = false;
        while (!written) {
            WatchKey key = renamed.poll(60, TimeUnit.SECONDS);
            if (key == null) {
                fail("nothing is written: " + Files.readString(file.resolveSibling("output")));
            }
            written = key.pollEvents().stream()
                    .anyMatch(event -> file.getFileName().equals(event.context()));
            key.reset();
        }
    }

    private static long count(Path file) throws IOException {
        KeyValueStore store = new KeyValueStore(file, Clock.systemUTC(), Duration.ofHours(1));
        try {
            return Long.parseLong(store.get(KilledStore.COUNT).orElse("0"));
        } finally {
            store.close();
        }
    }
}
