package io.bighammer.services.pool;

import io.bighammer.spi.Durations;
import io.bighammer.spi.ServiceException.Kind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What came of the calls of a service, for as long as it runs. Safe for use by many threads, without a lock. */
public final class ServiceFigures {
    private static final int SERVER_ERROR = 500;

    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong answeredErrors = new AtomicLong();
    private final AtomicLongArray failed = new AtomicLongArray(Kind.values().length);
    private final Durations times = new Durations();
    private final AtomicLong waits = new AtomicLong();
    private final AtomicLong waitedNanos = new AtomicLong();
    private final AtomicLong renewed = new AtomicLong();
    private final AtomicLong notRenewed = new AtomicLong();

    void answered(int status, long took) {
        (status >= SERVER_ERROR ? answeredErrors : answered).incrementAndGet();
        times.add(took);
    }

    void failed(Kind kind, long took) {
        failed.incrementAndGet(kind.ordinal());
        times.add(took);
    }

    /** A call has been given to a worker. */
    void waited(long took) {
        waits.incrementAndGet();
        waitedNanos.addAndGet(took);
    }

    public void renewed() {
        renewed.incrementAndGet();
    }

    public void notRenewed() {
        notRenewed.incrementAndGet();
    }

    /** How many calls ended how: {@code answered}, {@code error} for an answer from 500 on, or the kind of failure. */
    public Map<String, Long> outcomes() {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        outcomes.put("answered", answered.get());
        outcomes.put("error", answeredErrors.get());
        for (Kind kind : Kind.values()) {
            outcomes.put(kind.name().toLowerCase(Locale.ROOT), failed.get(kind.ordinal()));
        }
        return outcomes;
    }

    public long requests() {
        return times.reading().count();
    }

    /** All calls that came to nothing, but for those whose client left. */
    public long errors() {
        return requests() - answered.get() - failed.get(Kind.CANCELLED.ordinal());
    }

    /** From a call to the head of its answer, or to its failure. */
    public Durations.Reading times() {
        return times.reading();
    }

    /** In the queue. */
    public Durations.Reading waits() {
        return Durations.Reading.of(waits.get(), waitedNanos.get());
    }

    /** New generations that took over, and that did not. */
    public long renewals(boolean good) {
        return (good ? renewed : notRenewed).get();
    }
}
