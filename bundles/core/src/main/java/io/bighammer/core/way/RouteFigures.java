package io.bighammer.core.way;

import io.bighammer.api.Outcome;
import io.bighammer.spi.Durations;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What came of the requests of a route, in all generations that have it. Safe for use by many threads, without a lock.
 */
public final class RouteFigures {
    /** Of the first digit of a status. */
    public static final int CLASSES = 5;

    private static final int HUNDRED = 100;
    private static final int MAKERS = Maker.values().length;

    private final AtomicLong begun = new AtomicLong();
    private final AtomicLongArray answers = new AtomicLongArray(MAKERS * CLASSES);
    private final AtomicLong brokenOff = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final Durations times = new Durations();

    public void begins() {
        begun.incrementAndGet();
    }

    public void ends(Maker maker, Outcome outcome) {
        answers.incrementAndGet(index(maker, Math.max(1, Math.min(CLASSES, outcome.status() / HUNDRED))));
        if (outcome.clientLeft()) {
            brokenOff.incrementAndGet();
        }
        add(received, outcome.requestBytes());
        add(sent, outcome.responseBytes());
        times.add(outcome.duration().toNanos());
    }

    private static void add(AtomicLong counter, long bytes) {
        if (bytes > 0) {
            counter.addAndGet(bytes);
        }
    }

    private static int index(Maker maker, int statusClass) {
        return maker.ordinal() * CLASSES + statusClass - 1;
    }

    /** @param statusClass 2 for 200 to 299 */
    public long answers(Maker maker, int statusClass) {
        return answers.get(index(maker, statusClass));
    }

    /** How many answers did not come to the client whole. */
    public long brokenOff() {
        return brokenOff.get();
    }

    /** Bytes of the requests' bodies. */
    public long received() {
        return received.get();
    }

    /** Bytes of the answers' bodies. */
    public long sent() {
        return sent.get();
    }

    /** From the head of a request to the end of its answer. */
    public Durations.Reading times() {
        return times.reading();
    }

    /** Requests that are under way. */
    public long inFlight() {
        long ended = times.reading().count(); // first, or it could be more than have begun
        return begun.get() - ended;
    }
}
