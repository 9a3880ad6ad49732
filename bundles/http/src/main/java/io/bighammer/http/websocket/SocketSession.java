package io.bighammer.http.websocket;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.ClientSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;

/**
 * A WebSocket of Jetty's, as core sees it. It reads only when a message is wanted, answers pings, asks for a sign of life, and
 * gives a client up that lets too much wait.
 */
final class SocketSession implements FrameHandler, ClientSocket {
    /** So much may wait for a client, or one message. */
    private static final long MOST_WAITING = 1 << 20;

    private final Listener listener;
    private final Supplier<SocketLimits> limits;
    private final Consumer<SocketSession> gone;
    private final Assembly assembly;
    private final Outgoing outgoing = new Outgoing(this::sendFrame);
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile CoreSession session;
    private volatile boolean heard = true;
    /** Why we close it, perhaps before it was open; null as long as we do not. */
    private volatile CloseStatus ownClose;

    private final AtomicBoolean closeSent = new AtomicBoolean();
    /** Whether the next part begins a message; parts come one after another. */
    private volatile boolean nextIsFirst = true;

    /** @param gone hears when there is nothing of it any more */
    SocketSession(Listener listener, Supplier<SocketLimits> limits, BufferBudget budget, Consumer<SocketSession> gone) {
        this.listener = listener;
        this.limits = limits;
        this.gone = gone;
        this.assembly = new Assembly(budget);
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        opened.addIdleTimeoutListener(timeout -> isLost());
        callback.succeeded();
        listener.opened(this);
        if (ownClose != null) {
            sendClose(ownClose);
        }
    }

    @Override
    public void demand() {
        if (!reading.compareAndSet(false, true)) {
            return;
        }
        try {
            session.demand();
        } catch (IllegalStateException closed) {
            reading.set(false); // onClosed tells, or has told
        }
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        reading.set(false);
        heard = true;
        switch (frame.getOpCode()) {
            case OpCode.PING -> {
                sendFrame(new Frame(OpCode.PONG, true, copy(frame)), Callback.NOOP);
                callback.succeeded();
                demand();
            }
            case OpCode.PONG -> {
                callback.succeeded();
                demand();
            }
            case OpCode.CLOSE -> callback.succeeded(); // Jetty answers it, and then says onClosed
            default -> onData(frame, callback);
        }
    }

    private static ByteBuffer copy(Frame frame) {
        ByteBuffer payload = frame.getPayload();
        return payload == null
                ? ByteBuffer.allocate(0)
                : ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    }

    private void onData(Frame frame, Callback callback) {
        if (closing.get()) {
            callback.succeeded();
            demand(); // for the client's own close
            return;
        }
        boolean whole;
        try {
            whole = assembly.add(frame, limits.get().maxMessageSize());
        } catch (Assembly.RefusedException e) {
            assembly.handOver().succeeded();
            callback.succeeded();
            close(e.code(), e.getMessage());
            return;
        }
        callback.succeeded();
        if (whole) {
            boolean text = assembly.isText();
            ByteBuffer message = assembly.message();
            listener.message(text, message, assembly.handOver());
        } else {
            demand();
        }
    }

    @Override
    public void send(boolean text, ByteBuffer message, Callback sent) {
        int length = message.remaining();
        long waits = outgoing.add(text, message, sent);
        if (waits > length && waits > Math.max(MOST_WAITING, limits.get().maxMessageSize())) {
            outgoing.stop();
            close(CloseStatus.POLICY_VIOLATION, "The client does not take what is sent to it");
        }
    }

    @Override
    public void sendPart(boolean text, ByteBuffer part, boolean last, Callback sent) {
        boolean first = nextIsFirst;
        nextIsFirst = last;
        outgoing.addPart(first, text, part, last, sent);
    }

    @Override
    public void close(int code, String reason) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        CloseStatus status = new CloseStatus(code, reason);
        ownClose = status;
        if (session != null) {
            sendClose(status);
        }
    }

    private void sendClose(CloseStatus status) {
        if (!closeSent.compareAndSet(false, true)) {
            return;
        }
        Callback thenRead = Callback.from(this::demand, failed -> {});
        if (nextIsFirst && !outgoing.isAborted()) {
            outgoing.addClose(status.toFrame(), thenRead);
        } else {
            session.close(status, thenRead);
        }
    }

    private void sendFrame(Frame frame, Callback sent) {
        long timeout = limits.get().idleTimeout().toMillis();
        session.sendFrame(
                new OutgoingEntry.Builder(frame, sent).frameTimeout(timeout).build());
    }

    /** Called when nothing has moved for half of the idle timeout: tells whether to end the connection. */
    private boolean isLost() {
        if (closing.get()) {
            return true;
        }
        if (!reading.get()) {
            return false; // it may have said something: we have not looked
        }
        if (!heard) {
            close(CloseStatus.SHUTDOWN, "Nothing has come for too long");
        } else {
            heard = false;
            sendFrame(new Frame(OpCode.PING), Callback.NOOP);
        }
        return false;
    }

    /** Ends it without a word. */
    void abort() {
        CoreSession open = session;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        outgoing.stop();
        assembly.handOver().succeeded();
        gone.accept(this);
        CloseStatus ours = ownClose;
        CloseStatus first = ours == null ? status : ours; // the client only repeats our code
        tellClosed(first.getCode(), first.getReason() == null ? "" : first.getReason());
        callback.succeeded();
    }

    /** Tells the listener once that there is, or will be, no WebSocket. */
    void tellClosed(int code, String reason) {
        if (told.compareAndSet(false, true)) {
            listener.closed(code, reason);
        }
    }
}
