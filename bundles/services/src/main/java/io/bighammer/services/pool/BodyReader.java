package io.bighammer.services.pool;

import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;

/**
 * Reads a {@link BufferedBody} once from its beginning. Failing it ends this reader and leaves the client's connection alone:
 * the client still has to be told what happened.
 */
final class BodyReader implements Content.Source {
    private final BufferedBody body;
    private final Content.Source rest;
    private final List<Content.Chunk> front;
    private final boolean complete;
    private final AtomicBoolean holds = new AtomicBoolean(true);
    private volatile Throwable failure;
    private int next;

    BodyReader(BufferedBody body, Content.Source rest, List<Content.Chunk> front, boolean complete) {
        this.body = body;
        this.rest = rest;
        this.front = front;
        this.complete = complete;
    }

    @Override
    public long getLength() {
        return rest.getLength();
    }

    @Override
    public Content.Chunk read() {
        if (failure != null) {
            return Content.Chunk.from(failure);
        }
        if (next < front.size()) {
            return nextOfFront();
        }
        letGo();
        if (complete) {
            return Content.Chunk.EOF;
        }
        body.pass();
        return rest.read();
    }

    @Override
    public void demand(Runnable callback) {
        if (failure != null || complete || next < front.size()) {
            callback.run();
        } else {
            rest.demand(callback);
        }
    }

    @Override
    public void fail(Throwable reason) {
        if (failure == null) {
            failure = reason == null ? new ClosedChannelException() : reason;
            letGo();
        }
    }

    private Content.Chunk nextOfFront() {
        // fail() may come from another thread and be the last to let go.
        if (!body.tryHold()) {
            return Content.Chunk.from(new ClosedChannelException());
        }
        Content.Chunk chunk = front.get(next++);
        boolean last = complete && next == front.size();
        Content.Chunk slice;
        if (chunk.canRetain()) {
            chunk.retain();
            slice = Content.Chunk.asChunk(chunk.getByteBuffer().slice(), last, chunk);
        } else {
            slice = Content.Chunk.from(chunk.getByteBuffer().slice(), last);
        }
        body.letGo();
        if (last) {
            letGo();
        }
        return slice;
    }

    private void letGo() {
        if (holds.compareAndSet(true, false)) {
            body.letGo();
        }
    }
}
