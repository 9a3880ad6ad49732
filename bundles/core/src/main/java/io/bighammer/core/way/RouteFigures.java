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
    /** Of the answer that most requests get: 200 from a service. */
    private static final int USUAL = 0;

    private static final int BEGUN = 1;
    private static final int SENT = 2;
    private static final int TIMES = 3;
    private static final int ANSWERS = TIMES + Durations.SIZE;
    private static final int RECEIVED = ANSWERS + Maker.values().length * CLASSES;
    private static final int BROKEN_OFF = RECEIVED + 1;

    private static final VarHandle AT = MethodHandles.arrayElementVarHandle(long[].class);

    /**
     * In one piece, what most requests count at its beginning: the numbers of many routes are seldom in the processor's caches, and each
     * piece would be one more wait.
     */
    private final long[] counts = new long[BROKEN_OFF + 1];

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
        if (maker == Maker.SERVICE && statusClass == 2) {
            return USUAL;
        }
        return ANSWERS + maker.ordinal() * CLASSES + statusClass - 1;
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
