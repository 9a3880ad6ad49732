package io.bighammer.services.worker;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a worker is started again: the first time not at all, then 100 ms, doubled each time up to 30 s; after
 * five ends in a row 30 s at once. A worker begins anew when it has answered a request, or has been ready for as long as the
 * longest delay. Changed by one thread, read by any.
 */
final class BackOff {
    static final Duration LONGEST = Duration.ofSeconds(30);
    /** So many ends in a row are a crash loop. */
    static final int CRASHES = 5;

    private static final long FIRST_MILLIS = 100;
    private static final double JITTER = 0.2;

    private final DoubleSupplier random;
    private volatile int ends;
    private volatile long nextTry = System.nanoTime();

    /** @param random from 0 to 1; it keeps workers that died together from coming back together */
    BackOff(DoubleSupplier random) {
        this.random = random;
    }

    /** The delay after one more end. */
    Duration next() {
        Duration delay = delay(ends++);
        nextTry = System.nanoTime() + delay.toNanos();
        return delay;
    }

    private Duration delay(int before) {
        if (before == 0) {
            return Duration.ZERO;
        }
        long millis = crashLoop() ? LONGEST.toMillis() : FIRST_MILLIS << (before - 1);
        return Duration.ofMillis(Math.round(millis * (1 - JITTER * random.getAsDouble())));
    }

    /** When the delay that was last told is over, in the time of {@link System#nanoTime}. */
    long nextTry() {
        return nextTry;
    }

    /** Whether it is not to be expected that the next one lives longer. */
    boolean crashLoop() {
        return ends >= CRASHES;
    }

    /** It does its work: what comes next is a new story. */
    void reset() {
        ends = 0;
    }
}
