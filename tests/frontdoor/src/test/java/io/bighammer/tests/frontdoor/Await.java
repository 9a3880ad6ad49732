package io.bighammer.tests.frontdoor;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. The deadline is there so that a test ends, not to measure. */
final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited " + DEADLINE.toSeconds() + " s in vain until " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError("The test ended before " + what, e);
            }
        }
    }
}
