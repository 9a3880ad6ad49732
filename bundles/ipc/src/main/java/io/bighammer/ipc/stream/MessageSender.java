package io.bighammer.ipc.stream;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Sends messages, one at a time, in parts as large as a frame takes; a part leaves when there is credit for the whole of it. */
public final class MessageSender extends IteratingCallback {
    private static final Throwable OVER = new IllegalStateException("the stream is over");

    private final Lane lane;
    private final AtomicReference<Message> current = new AtomicReference<>();

    private static final class Message {
        final boolean text;
        final ByteBuffer bytes;
        final Callback sent;
        boolean lastPartSent;

        Message(boolean text, ByteBuffer bytes, Callback sent) {
            this.text = text;
            this.bytes = bytes;
            this.sent = sent;
        }
    }

    public MessageSender(Lane lane) {
        this.lane = lane;
    }

    /** Not before the one before was sent. */
    public void send(boolean text, ByteBuffer bytes, Callback sent) {
        if (!current.compareAndSet(null, new Message(text, bytes, sent))) {
            throw new WritePendingException();
        }
        if (isFailed() || isAborted()) {
            fail(OVER);
        } else {
            iterate();
        }
    }

    /** There is more credit. */
    public void goOn() {
        iterate();
    }

    /** Sends no more. */
    public void stop() {
        abort(OVER);
        fail(OVER);
    }

    @Override
    protected Action process() {
        Message message = current.get();
        if (message == null) {
            return Action.IDLE;
        }
        int count = Math.min(Frame.CHUNK, message.bytes.remaining());
        if (lane.credit().upTo(count) < count) {
            return Action.IDLE; // until WINDOW comes
        }
        lane.credit().take(count);
        ByteBuffer part = message.bytes.slice(message.bytes.position(), count);
        message.bytes.position(message.bytes.position() + count);
        message.lastPartSent = !message.bytes.hasRemaining();
        int flags = (message.text ? Frame.TEXT : 0) | (message.lastPartSent ? 0 : Frame.MORE);
        FrameBuffer buffer = new FrameBuffer(lane.pool());
        lane.outbox().put(buffer.finish(new Frame(Frame.MSG, flags, lane.stream(), count, 0)), part, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onSuccess() {
        Message message = current.get();
        if (message != null && message.lastPartSent && current.compareAndSet(message, null)) {
            message.sent.succeeded();
        }
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        Message message = current.getAndSet(null);
        if (message != null) {
            message.sent.failed(cause);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
