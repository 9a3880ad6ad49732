package io.bighammer.services;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/**
 * A call on its way through a pool: it collects the front of its body, waits for a worker, is sent, perhaps sent again, and
 * is over. Each step is one change of {@link #state}, so that of all who want to end it exactly one does.
 */
final class PooledCall implements Call, AnswerListener, Deadline {
    /** Refused this often, something is wrong that a further try does not mend. */
    private static final int MOST_SENDS = 5;

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
    private final BufferedBody body;
    private volatile long queuedUntil;
    private volatile ReadyWorker worker;
    private volatile Runnable cancelAtWorker = () -> {};
    private Content.Source reader;
    private int sends;
    private boolean lostBefore;

    PooledCall(Call call, AnswerListener caller, Pool pool, BufferBudget budget) {
        this.call = call;
        this.caller = caller;
        this.pool = pool;
        body = new BufferedBody(call.body(), budget, this::collected);
        queuedUntil = call.deadlineNanos();
    }

    void begin() {
        call.onCancel(this::cancelled);
        body.collect();
    }

    /** Takes it out of the queue for this worker; false when it has ended meanwhile. */
    boolean takeFor(ReadyWorker taker) {
        if (!state.compareAndSet(State.WAITING, State.SENT)) {
            return false;
        }
        worker = taker;
        sends++;
        reader = body.reader();
        return true;
    }

    /** Ends it without an answer, if it still waits for a worker. */
    void refuse(Kind kind, String message) {
        if (state.compareAndSet(State.WAITING, State.OVER)) {
            end(new ServiceException(kind, message));
        }
    }

    @Override
    public void answered(Answer answer) {
        if (!state.compareAndSet(State.SENT, State.OVER)) {
            answer.body().fail(new ServiceException(Kind.CANCELLED, "nobody waits for this answer any more"));
            return;
        }
        pool.over(this);
        body.release();
        worker.answered(this);
        caller.answered(new Answer(answer.status(), answer.headers(), worker.watched(this, answer.body())));
    }

    @Override
    public void failed(ServiceException failure) {
        if (retries(failure) && state.compareAndSet(State.SENT, State.WAITING)) {
            lostBefore |= failure.kind() == Kind.LOST;
            call.onCancel(this::cancelled);
            queuedUntil = pool.queueDeadline(call.deadlineNanos());
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
        queuedUntil = pool.queueDeadline(call.deadlineNanos());
        if (state.compareAndSet(State.COLLECTING, State.WAITING)) {
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
        pool.over(this);
        body.release();
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
            end(new ServiceException(Kind.TIMEOUT, worker.name() + " did not answer in time"));
            cancelAtWorker.run();
        }
    }

    @Override
    public void onCancel(Runnable listener) {
        cancelAtWorker = listener;
        call.onCancel(listener);
    }

    @Override
    public Content.Source body() {
        return reader;
    }

    @Override
    public String id() {
        return call.id();
    }

    @Override
    public String method() {
        return call.method();
    }

    @Override
    public String path() {
        return call.path();
    }

    @Override
    public String query() {
        return call.query();
    }

    @Override
    public HttpFields headers() {
        return call.headers();
    }

    @Override
    public Map<String, String> params() {
        return call.params();
    }

    @Override
    public String handler() {
        return call.handler();
    }

    @Override
    public String target() {
        return call.target();
    }

    @Override
    public String client() {
        return call.client();
    }

    @Override
    public String door() {
        return call.door();
    }

    @Override
    public long deadlineNanos() {
        return call.deadlineNanos();
    }

    @Override
    public boolean idempotent() {
        return call.idempotent();
    }
}
