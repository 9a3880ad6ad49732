package io.bighammer.services.pool;

import io.bighammer.services.time.Deadline;
import io.bighammer.services.time.Deadlines;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.SocketEvent;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/**
 * A call as it was sent to one worker. It is over when the worker has given the slot back, which may be later than the answer;
 * once nobody waits for the answer any more, there is a limit to that. Safe for use by many threads.
 */
final class Attempt implements Call, AnswerListener, Deadline {
    private final PooledCall pooled;
    private final Call call;
    private final Content.Source body;
    private final ReadyWorker worker;
    private final Deadlines deadlines;
    private final long sentNanos = System.nanoTime();
    private volatile Runnable cancelAtWorker = () -> {};
    private volatile long freeBy = Long.MAX_VALUE;
    private volatile boolean free;

    Attempt(PooledCall pooled, Call call, Content.Source body, ReadyWorker worker, Deadlines deadlines) {
        this.pooled = pooled;
        this.call = call;
        this.body = body;
        this.worker = worker;
        this.deadlines = deadlines;
    }

    ReadyWorker worker() {
        return worker;
    }

    long sentNanos() {
        return sentNanos;
    }

    Pool pool() {
        return pooled.pool();
    }

    @Override
    public void answered(Answer answer) {
        pooled.answered(this, answer);
    }

    @Override
    public void failed(ServiceException failure) {
        worker.failed(failure.kind());
        if (failure.kind() == ServiceException.Kind.LOST) {
            // Before it is sent again: the news that the connection is gone comes last.
            worker.lost();
        }
        pooled.failed(failure);
    }

    /** The body of its answer; when the reader gives it up, the worker must be free again soon. */
    Content.Source watched(Content.Source answer) {
        return new WatchedBody(answer, () -> freeBy(worker.freeAfterBreakOff()));
    }

    /** Nobody waits for the answer any more, and the worker does not know. */
    void giveUp() {
        freeBy(worker.freeAfterCancel(call));
        cancelAtWorker.run();
    }

    /** The worker has given the slot back. */
    void freed() {
        free = true;
        if (freeBy != Long.MAX_VALUE) {
            deadlines.forget(this);
        }
    }

    private void freeBy(long nanos) {
        freeBy = nanos;
        deadlines.watch(this);
        // It may have been freed meanwhile.
        if (free) {
            deadlines.forget(this);
        }
    }

    @Override
    public long getExpireNanoTime() {
        return freeBy;
    }

    @Override
    public void expired() {
        if (freeBy != Long.MAX_VALUE && System.nanoTime() - freeBy >= 0) {
            freeBy = Long.MAX_VALUE;
            deadlines.forget(this);
            if (!free) {
                worker.keepsSlot();
            }
        }
    }

    @Override
    public void onCancel(Runnable listener) {
        cancelAtWorker = listener;
        call.onCancel(this::giveUp);
    }

    @Override
    public Content.Source body() {
        return body;
    }

    @Override
    public Optional<Call> parent() {
        return call.parent();
    }

    @Override
    public Optional<SocketEvent> event() {
        return call.event();
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
