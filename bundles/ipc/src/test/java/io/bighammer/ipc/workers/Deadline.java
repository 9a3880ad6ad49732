package io.bighammer.ipc.workers;

import java.util.concurrent.locks.LockSupport;

/** Waits until something is so that tells nobody when it becomes so. */
public final class Deadline {
    private static final long LIMIT_NANOS = 10_000_000_000L;

    private Deadline() {}

    public interface Condition {
        boolean holds() throws Exception;
    }

    public static void await(Condition condition) {
        long end = System.nanoTime() + LIMIT_NANOS;
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("Did not become so within 10 s", last);
    }
}
