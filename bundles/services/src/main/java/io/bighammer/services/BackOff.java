package io.bighammer.services;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before a worker is started again: the first time not at all, then 100 ms, doubled each time up to 30 s. */
final class BackOff {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 30_000;
    private static final double JITTER = 0.2;

    private final DoubleSupplier random;
    private int ends;

    /** @param random from 0 to 1; it keeps workers that died together from coming back together */
    BackOff(DoubleSupplier random) {
        this.random = random;
    }

    /** The delay after one more end. */
    Duration next() {
        if (ends == 0) {
            ends++;
            return Duration.ZERO;
        }
        long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(ends - 1, 20));
        ends++;
        return Duration.ofMillis(Math.round(millis * (1 - JITTER * random.getAsDouble())));
    }

    /** It has answered a request: what comes next is a new story. */
    void reset() {
        ends = 0;
    }
}
