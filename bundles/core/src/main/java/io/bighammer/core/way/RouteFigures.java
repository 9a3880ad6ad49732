package io.bighammer.core.way;

import io.bighammer.api.Outcome;
import io.bighammer.spi.Durations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What came of the requests of a route, in all generations that have it. Safe for use by many threads, without a lock.
 */
public final class RouteFigures {
    /** Of the first digit of a status. */
    public static final int CLASSES = 5;

    private static final int HUNDRED = 100;
    private static final int RECEIVED = 0;
    private static final int BROKEN_OFF = 1;
    private static final int ANSWERS = 2;
    private static final int BEGUN = ANSWERS + Maker.values().length * CLASSES;
    private static final int SENT = BEGUN + 1;
    private static final int TIMES = SENT + 1;

    private static final VarHandle AT = MethodHandles.arrayElementVarHandle(long[].class);

    /**
     * In one piece, and what most requests count side by side: the numbers of many routes are seldom in the processor's caches, and
     * each piece would be one more wait.
     */
    private final long[] counts = new long[TIMES + Durations.SIZE];

    public void begins() {
        add(BEGUN, 1);
    }

    public void ends(Maker maker, Outcome outcome) {
        add(index(maker, Math.max(1, Math.min(CLASSES, outcome.status() / HUNDRED))), 1);
        add(BROKEN_OFF, outcome.clientLeft() ? 1 : 0);
        add(RECEIVED, outcome.requestBytes());
        add(SENT, outcome.responseBytes());
        Durations.add(counts, TIMES, outcome.duration().toNanos());
    }

    private void add(int counter, long much) {
        if (much > 0) {
            AT.getAndAdd(counts, counter, much);
        }
    }

    private long get(int counter) {
        return (long) AT.getVolatile(counts, counter);
    }

    private static int index(Maker maker, int statusClass) {
        return ANSWERS + maker.ordinal() * CLASSES + CLASSES - statusClass; // a service's 200 is near the end
    }

    /** @param statusClass 2 for 200 to 299 */
    public long answers(Maker maker, int statusClass) {
        return get(index(maker, statusClass));
    }

    /** How many answers did not come to the client whole. */
    public long brokenOff() {
        return get(BROKEN_OFF);
    }

    /** Bytes of the requests' bodies. */
    public long received() {
        return get(RECEIVED);
    }

    /** Bytes of the answers' bodies. */
    public long sent() {
        return get(SENT);
    }

    /** From the head of a request to the end of its answer. */
    public Durations.Reading times() {
        return Durations.reading(counts, TIMES);
    }

    /** Requests that are under way. */
    public long inFlight() {
        long ended = times().count(); // first, or it could be more than have begun
        return get(BEGUN) - ended;
    }
}
