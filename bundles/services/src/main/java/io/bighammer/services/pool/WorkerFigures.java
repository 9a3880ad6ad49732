package io.bighammer.services.pool;

import io.bighammer.spi.Durations;
import io.bighammer.spi.ServiceException.Kind;
import java.util.concurrent.atomic.AtomicLong;

/** What came of the requests to a worker, in all its processes and generations. Safe for use by many threads, without a lock. */
public final class WorkerFigures {
    private static final int SERVER_ERROR = 500;

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();

    void sent() {
        requests.incrementAndGet();
    }

    void answered(int status, long took) {
        answers.incrementAndGet();
        nanos.addAndGet(took);
        if (status >= SERVER_ERROR) {
            errors.incrementAndGet();
        }
    }

    /** A request that it was sent has failed; not each failure is the worker's. */
    void failed(Kind kind) {
        switch (kind) {
            case LOST, TIMEOUT, BAD_ANSWER -> errors.incrementAndGet();
            default -> {}
        }
    }

    /** That it was sent. */
    public long requests() {
        return requests.get();
    }

    /** Answers with a status from 500 on, and requests that it lost, kept too long or answered with nonsense. */
    public long errors() {
        return errors.get();
    }

    /** From the sending of a request to the head of its answer. */
    public Durations.Reading times() {
        return Durations.Reading.of(answers.get(), nanos.get());
    }
}
