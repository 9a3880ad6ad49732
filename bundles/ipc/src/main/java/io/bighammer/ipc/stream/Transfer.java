package io.bighammer.ipc.stream;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Sends a head and the body behind it: one frame with what is there of the body, then DATA as fast as its source gives, the
 * worker reads and its credit allows. Whoever starts it goes as far as it gets without waiting.
 */
public final class Transfer extends IteratingCallback {
    /** Up to here a body is copied behind its head: one buffer is written faster than two. */
    private static final int SMALL = 16 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /**
     * What is sent.
     *
     * @param type REQ or RESP
     * @param flags of each frame besides END, which does not come with UPGRADE: messages follow
     */
    public record Message(int type, int flags, Head head, Content.Source body) {}

    public interface Head {
        void writeTo(OutputStream target);
    }

    /** Hears how it ended. A lost connection is no matter of the transfer. */
    public interface Owner {
        /** All has been handed over. */
        void sent();

        /** The source has failed. */
        void broken(Throwable cause);
    }

    private final Message message;
    private final Lane lane;
    private final Owner owner;
    private final Runnable onDemand = Invocable.from(InvocationType.NON_BLOCKING, this::succeeded);
    private final AtomicInteger holds = new AtomicInteger();
    /** Read and not yet sent to its end. */
    private Content.Chunk chunk;

    private Throwable broken;
    private boolean lastSent;
    private volatile boolean begun;
    private volatile boolean done;
    private volatile boolean starved;

    public Transfer(Message message, Lane lane, Owner owner) {
        this.message = message;
        this.lane = lane;
        this.owner = owner;
    }

    /** Whether the peer has been sent, or will be, all there is. */
    public boolean isDone() {
        return done;
    }

    /** Whether the peer knows of it. */
    public boolean hasBegun() {
        return begun;
    }

    /** Whether it waits for credit. */
    public boolean isStarved() {
        return starved && !done;
    }

    /** Sends no more of it. */
    public void stop(Throwable cause) {
        if (!done && abort(cause)) {
            message.body().fail(cause);
        }
    }

    /** Sends no DATA until {@link #letGo}. */
    public void hold() {
        holds.incrementAndGet();
    }

    public void letGo() {
        if (holds.decrementAndGet() == 0) {
            iterate();
        }
    }

    @Override
    protected Action process() throws Throwable {
        if (!begun) {
            sendHead();
            return Action.SCHEDULED;
        }
        if (lastSent) {
            return Action.SUCCEEDED;
        }
        if (holds.get() > 0) {
            return Action.IDLE;
        }
        if (chunk == null) {
            chunk = message.body().read();
        }
        if (chunk == null) {
            message.body().demand(onDemand);
            return Action.SCHEDULED;
        }
        throwIfFailure();
        if (chunk.hasRemaining() && lane.credit().upTo(1) == 0) {
            starved = true;
            return Action.IDLE; // until WINDOW comes
        }
        starved = false;
        sendData();
        return Action.SCHEDULED;
    }

    private void sendHead() throws Throwable {
        FrameBuffer buffer = new FrameBuffer(lane.pool());
        try {
            message.head().writeTo(buffer);
            int head = buffer.length();
            copySmallBody(buffer, head);
            ByteBuffer rest = NOTHING;
            if (chunk != null) {
                rest = take(Frame.CHUNK - (buffer.length() - head));
            }
            int length = buffer.length() + rest.remaining();
            begun = true;
            lane.outbox()
                    .put(buffer.finish(new Frame(message.type(), flags(), lane.stream(), length, head)), rest, this);
        } catch (Throwable e) {
            broken = e;
            buffer.discard();
            throw e;
        }
    }

    private void copySmallBody(FrameBuffer buffer, int head) throws Throwable {
        while (!lastSent) {
            chunk = message.body().read();
            if (chunk == null) {
                return;
            }
            throwIfFailure();
            int count = chunk.remaining();
            if (buffer.length() - head + count > SMALL || count > lane.credit().upTo(count)) {
                return;
            }
            if (count > 0) {
                buffer.write(chunk.getByteBuffer());
                lane.credit().take(count);
            }
            lastSent = chunk.isLast();
            chunk.release();
            chunk = null;
        }
        done = true;
    }

    private void sendData() {
        ByteBuffer piece = take(Frame.CHUNK);
        FrameBuffer buffer = new FrameBuffer(lane.pool());
        Frame frame = new Frame(Frame.DATA, flags(), lane.stream(), piece.remaining(), 0);
        lane.outbox().put(buffer.finish(frame), piece, this);
    }

    /** The next bytes of the chunk, which is released when they are written. */
    private ByteBuffer take(int most) {
        ByteBuffer source = chunk.getByteBuffer();
        int count = lane.credit().upTo(Math.min(most, source.remaining()));
        lane.credit().take(count);
        ByteBuffer piece = source.slice(source.position(), count);
        source.position(source.position() + count);
        if (!source.hasRemaining() && chunk.isLast()) {
            lastSent = true;
            done = true;
        }
        return piece;
    }

    private int flags() {
        boolean goesOn = (message.flags() & Frame.UPGRADE) != 0;
        return message.flags() | (lastSent && !goesOn ? Frame.END : 0);
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
    protected void onCompleteSuccess() {
        owner.sent();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        release();
        if (isAborted()) {
            // By stop, which has failed the body.
            return;
        }
        message.body().fail(cause);
        if (broken != null) {
            owner.broken(broken);
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
