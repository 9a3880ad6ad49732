package io.bighammer.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A process that does nothing but change a store, until it is killed: {@code KilledStore FILE}. */
final class KilledStore {
    static final String COUNT = "count";

    /** So that a write takes a while. */
    private static final String FILLING = "filling ".repeat(2000);

    private KilledStore() {}

    public static void main(String[] args) throws IOException {
        KeyValueStore store = new KeyValueStore(Path.of(args[0]), Clock.systemUTC(), Duration.ofMillis(1));
        while (true) {
            long count = store.increment(COUNT, 1);
            store.set("value " + count % 50, count + FILLING);
        }
    }
}
