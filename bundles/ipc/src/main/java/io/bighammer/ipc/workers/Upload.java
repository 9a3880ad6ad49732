package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.HeadWriter;
import io.bighammer.spi.Call;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Sends one request: REQ with what is there of the body, then DATA as fast as the client sends and the worker reads. Whoever
 * starts it goes as far as it gets without waiting.
 */
final class Upload extends IteratingCallback {
    /** Up to here a body is copied behind its head: one buffer is written faster than two. */
    private static final int SMALL = 16 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Hears when the client does not deliver. A lost connection is no matter of the upload. */
    interface Owner {
        /** @param sent whether the worker knows of the request */
        void requestBroken(Throwable cause, boolean sent);
    }

    private final Call call;
    private final int stream;
    private final Outbox outbox;
    private final ByteBufferPool pool;
    private final Owner owner;
    private final Runnable onDemand = Invocable.from(InvocationType.NON_BLOCKING, this::succeeded);
    /** Read and not yet sent to its end. */
    private Content.Chunk chunk;

    private boolean begun;
    private boolean sent;
    private Throwable broken;
    private boolean lastSent;
    private volatile boolean done;

    Upload(Call call, int stream, Outbox outbox, ByteBufferPool pool, Owner owner) {
        this.call = call;
        this.stream = stream;
        this.outbox = outbox;
        this.pool = pool;
        this.owner = owner;
    }

    /** Whether the worker has been sent, or will be, all there is. */
    boolean isDone() {
        return done;
    }

    /** Sends no more of it. */
    void stop(Throwable cause) {
        if (!done && abort(cause)) {
            call.body().fail(cause);
        }
    }

    @Override
    protected Action process() throws Throwable {
        if (!begun) {
            begun = true;
            sendRequest();
            return Action.SCHEDULED;
        }
        if (lastSent) {
            return Action.SUCCEEDED;
        }
        if (chunk == null) {
            chunk = call.body().read();
        }
        if (chunk == null) {
            call.body().demand(onDemand);
            return Action.SCHEDULED;
        }
        throwIfFailure();
        sendData();
        return Action.SCHEDULED;
    }

    private void sendRequest() throws Throwable {
        FrameBuffer buffer = new FrameBuffer(pool);
        try {
            HeadWriter.request(call, buffer);
            int head = buffer.length();
            copySmallBody(buffer, head);
            ByteBuffer rest = NOTHING;
            if (chunk != null) {
                rest = take(Frame.CHUNK - (buffer.length() - head));
            }
            int length = buffer.length() + rest.remaining();
            sent = true;
            outbox.put(buffer.finish(new Frame(Frame.REQ, flags(), stream, length, head)), rest, this);
        } catch (Throwable e) {
            broken = e;
            buffer.discard();
            throw e;
        }
    }

    private void copySmallBody(FrameBuffer buffer, int head) throws Throwable {
        while (!lastSent) {
            chunk = call.body().read();
            if (chunk == null) {
                return;
            }
            throwIfFailure();
            if (buffer.length() - head + chunk.remaining() > SMALL) {
                return;
            }
            if (chunk.hasRemaining()) {
                buffer.write(chunk.getByteBuffer());
            }
            lastSent = chunk.isLast();
            chunk.release();
            chunk = null;
        }
        done = true;
    }

    private void sendData() {
        ByteBuffer piece = take(Frame.CHUNK);
        FrameBuffer buffer = new FrameBuffer(pool);
        outbox.put(buffer.finish(new Frame(Frame.DATA, flags(), stream, piece.remaining(), 0)), piece, this);
    }

    /** The next bytes of the chunk, which is released when they are written. */
    private ByteBuffer take(int most) {
        ByteBuffer source = chunk.getByteBuffer();
        int count = Math.min(most, source.remaining());
        ByteBuffer piece = source.slice(source.position(), count);
        source.position(source.position() + count);
        if (!source.hasRemaining() && chunk.isLast()) {
            lastSent = true;
            done = true;
        }
        return piece;
    }

    private int flags() {
        return (lastSent ? Frame.END : 0) | (call.idempotent() ? Frame.IDEMPOTENT : 0);
    }

    private void throwIfFailure() throws Throwable {
        if (Content.Chunk.isFailure(chunk)) {
            broken = chunk.getFailure();
            chunk = null;
            throw broken;
        }
    }

    @Override
    protected void onSuccess() {
        if (chunk != null && !chunk.hasRemaining()) {
            release();
        }
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        release();
        if (isAborted()) {
            // By stop, which has failed the body.
            return;
        }
        call.body().fail(cause);
        if (broken != null) {
            owner.requestBroken(broken, sent);
        }
    }

    private void release() {
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
