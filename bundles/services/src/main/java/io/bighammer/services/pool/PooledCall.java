package io.bighammer.services.pool;

import io.bighammer.services.time.Deadline;
import io.bighammer.services.time.Deadlines;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;

/**
 * A call on its way through a pool: it collects the front of its body, waits for a worker, is sent, perhaps sent again, and
 * is over. Each step is one change of {@link #state}, so that of all who want to end it exactly one does.
 */
final class PooledCall implements Deadline {
    /** Refused this often, something is wrong that a further try does not mend. */
    private static final int MOST_SENDS = 5;
    /** WebSocket's code for a client that has gone without a word. */
    private static final int NOBODY_THERE = 1006;

    private enum State {
        COLLECTING,
        WAITING,
        SENT,
        OVER
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.COLLECTING);
    private final Call call;
    private final AnswerListener caller;
    private final Pool pool;
    private final Deadlines deadlines;
    private final BufferedBody body;
    private final long begunNanos = System.nanoTime();
    private volatile long queuedSince;
    private volatile long queuedUntil;
    private volatile Attempt attempt;
    private int sends;
    private boolean lostBefore;

    PooledCall(Call call, AnswerListener caller, Pool pool, Deadlines deadlines, BufferBudget budget) {
        this.call = call;
        this.caller = caller;
        this.pool = pool;
        this.deadlines = deadlines;
        body = new BufferedBody(call.body(), budget, !pool.multiplexing(), this::collected);
        queuedUntil = call.deadlineNanos();
    }

    Pool pool() {
        return pool;
    }

    void begin() {
        deadlines.watch(this);
        call.onCancel(this::cancelled);
        body.collect();
    }

    /** Takes it out of the queue for this worker; empty when it has ended meanwhile. Called by the matching thread. */
    Optional<Attempt> takeFor(ReadyWorker worker) {
        Optional<Content.Source> reader = body.reader();
        if (reader.isEmpty()) {
            return Optional.empty();
        }
        Attempt next = new Attempt(this, call, reader.get(), worker, deadlines);
        attempt = next;
        if (!state.compareAndSet(State.WAITING, State.SENT)) {
            reader.get().fail(new ServiceException(Kind.CANCELLED, "the request has ended"));
            return Optional.empty();
        }
        sends++;
        pool.figures().waited(next.sentNanos() - queuedSince);
        return Optional.of(next);
    }

    /**
     * Ends it without an answer, if it still waits for a worker.
     *
     * @param retryAfter after which time another try makes sense
     */
    void refuse(Kind kind, String message, Duration retryAfter) {
        if (state.compareAndSet(State.WAITING, State.OVER)) {
            end(new ServiceException(kind, message, retryAfter));
        }
    }

    void answered(Attempt sent, Answer answer) {
        if (!state.compareAndSet(State.SENT, State.OVER)) {
            answer.body().fail(new ServiceException(Kind.CANCELLED, "nobody waits for this answer any more"));
            answer.messages().ifPresent(stream -> stream.end(NOBODY_THERE, ""));
            return;
        }
        deadlines.forget(this);
        body.release();
        long now = System.nanoTime();
        pool.figures().answered(answer.status(), now - begunNanos);
        sent.worker().answered(answer.status(), now - sent.sentNanos());
        caller.answered(new Answer(answer.status(), answer.headers(), sent.watched(answer.body()), answer.messages()));
    }

    void failed(ServiceException failure) {
        if (retries(failure) && state.compareAndSet(State.SENT, State.WAITING)) {
            lostBefore |= failure.kind() == Kind.LOST;
            call.onCancel(this::cancelled);
            queuedSince = System.nanoTime();
            queuedUntil = pool.queueDeadline(call.deadlineNanos());
            deadlines.changed(this);
            pool.again(this);
        } else if (state.compareAndSet(State.SENT, State.OVER)) {
            end(failure);
        }
    }

    private boolean retries(ServiceException failure) {
        if (!body.readable() || sends >= MOST_SENDS || System.nanoTime() - call.deadlineNanos() >= 0) {
            return false;
        }
        return failure.kind() == Kind.NOT_PROCESSED
                || (failure.kind() == Kind.LOST && call.idempotent() && body.complete() && !lostBefore);
    }

    private void collected(Throwable failure) {
        if (failure != null) {
            if (state.compareAndSet(State.COLLECTING, State.OVER)) {
                end(new ServiceException(Kind.CANCELLED, "the request's body broke off", failure));
            }
            return;
        }
        queuedSince = System.nanoTime();
        queuedUntil = pool.queueDeadline(call.deadlineNanos());
        if (state.compareAndSet(State.COLLECTING, State.WAITING)) {
            deadlines.changed(this);
            pool.enter(this);
        }
    }

    private void cancelled() {
        if (state.compareAndSet(State.COLLECTING, State.OVER) || leaveQueue()) {
            end(new ServiceException(Kind.CANCELLED, "the client left before a worker had its request"));
        }
    }

    private boolean leaveQueue() {
        if (!state.compareAndSet(State.WAITING, State.OVER)) {
            return false;
        }
        pool.leave(this);
        return true;
    }

    private void end(ServiceException failure) {
        deadlines.forget(this);
        body.release();
        pool.figures().failed(failure.kind(), System.nanoTime() - begunNanos);
        caller.failed(failure);
    }

    @Override
    public long getExpireNanoTime() {
        return switch (state.get()) {
            case COLLECTING, SENT -> call.deadlineNanos();
            case WAITING -> queuedUntil;
            case OVER -> Long.MAX_VALUE;
        };
    }

    @Override
    public void expired() {
        boolean deadline = System.nanoTime() - call.deadlineNanos() >= 0;
        if (leaveQueue()) {
            end(new ServiceException(
                    deadline ? Kind.TIMEOUT : Kind.OVERLOADED, "it waited too long for a worker of " + pool.name()));
        } else if (deadline && state.compareAndSet(State.COLLECTING, State.OVER)) {
            end(new ServiceException(Kind.TIMEOUT, "the request's body did not come in time"));
        } else if (deadline && state.compareAndSet(State.SENT, State.OVER)) {
            Attempt sent = attempt;
            sent.worker().failed(Kind.TIMEOUT);
            end(new ServiceException(Kind.TIMEOUT, sent.worker().name() + " did not answer in time"));
            sent.giveUp();
        }
    }
}
