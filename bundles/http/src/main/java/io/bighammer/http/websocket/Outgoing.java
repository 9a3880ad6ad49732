package io.bighammer.http.websocket;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * The messages on their way to a client: whole ones, and one in parts that no other comes in between. Safe for use by many threads;
 * nothing blocks.
 */
final class Outgoing extends IteratingCallback {

    /** Where frames go. */
    interface Network {
        void send(Frame frame, Callback sent);
    }

    private final Network network;
    private final Queue<Entry> whole = new ConcurrentLinkedQueue<>();
    private final Queue<Entry> parts = new ConcurrentLinkedQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    /** Looked at by the thread that sends. */
    private boolean amongParts;

    private Entry underWay;
    private volatile boolean over;

    private record Entry(Frame frame, int length, boolean last, Callback sent) {}

    Outgoing(Network network) {
        this.network = network;
    }

    /** @return how many bytes wait now, these included */
    long add(boolean text, ByteBuffer message, Callback sent) {
        return add(whole, new Frame(opCode(text), true, message), message.remaining(), true, sent);
    }

    /** @param first whether a message begins with it */
    void addPart(boolean first, boolean text, ByteBuffer part, boolean last, Callback sent) {
        add(parts, new Frame(first ? opCode(text) : OpCode.CONTINUATION, last, part), part.remaining(), last, sent);
    }

    /** The last of all. */
    void addClose(Frame close, Callback sent) {
        add(whole, close, 0, true, sent);
    }

    private long add(Queue<Entry> queue, Frame frame, int length, boolean last, Callback sent) {
        long now = waiting.addAndGet(length);
        queue.add(new Entry(frame, length, last, sent));
        iterate();
        if (over) {
            drop();
        }
        return now;
    }

    private static byte opCode(boolean text) {
        return text ? OpCode.TEXT : OpCode.BINARY;
    }

    /** Sends no more; what waits is dropped. */
    void stop() {
        over = true;
        abort(new ClosedChannelException());
        drop();
    }

    @Override
    protected Action process() {
        Entry next = amongParts ? parts.poll() : whole.poll();
        if (next == null && !amongParts) {
            next = parts.poll();
        }
        if (next == null) {
            return Action.IDLE;
        }
        amongParts = !next.last();
        underWay = next;
        network.send(next.frame(), this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onSuccess() {
        Entry sent = underWay;
        if (sent != null) {
            underWay = null;
            waiting.addAndGet(-sent.length());
            sent.sent().succeeded();
        }
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        over = true;
        Entry lost = underWay;
        if (lost != null) {
            underWay = null;
            lost.sent().failed(cause);
        }
        drop();
    }

    private void drop() {
        drop(whole);
        drop(parts);
    }

    private void drop(Queue<Entry> queue) {
        for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
            waiting.addAndGet(-entry.length());
            entry.sent().failed(new ClosedChannelException());
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
