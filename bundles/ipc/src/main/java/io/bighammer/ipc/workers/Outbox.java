package io.bighammer.ipc.workers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * The frames on their way to a worker. Whoever puts one in writes it at once, unless somebody is writing: then that one
 * takes it along, and all that have come meanwhile leave in one write. Safe for use by many threads; nothing blocks.
 */
final class Outbox extends IteratingCallback {
    private static final int MOST_IN_ONE_WRITE = 16;

    /**
     * @param frame released when it was written
     * @param body what follows it, empty when there is none; its owner releases it when the callback is completed
     */
    private record Letter(RetainableByteBuffer frame, ByteBuffer body, Callback callback) {
        void sent() {
            frame.release();
            callback.succeeded();
        }

        void lost(Throwable cause) {
            frame.release();
            callback.failed(cause);
        }
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final EndPoint endPoint;
    private final ConcurrentLinkedDeque<Letter> waiting = new ConcurrentLinkedDeque<>();
    private final List<Letter> underWay = new ArrayList<>(MOST_IN_ONE_WRITE);
    private volatile boolean open;
    private volatile Throwable failure;

    Outbox(EndPoint endPoint) {
        this.endPoint = endPoint;
    }

    void put(RetainableByteBuffer frame) {
        put(frame, NOTHING, Callback.NOOP);
    }

    void put(RetainableByteBuffer frame, ByteBuffer body, Callback callback) {
        waiting.offer(new Letter(frame, body, callback));
        go();
    }

    /** Lets the frames go that were put in so far, after this one. Until then none leaves. */
    void open(RetainableByteBuffer first) {
        waiting.offerFirst(new Letter(first, NOTHING, Callback.NOOP));
        open = true;
        go();
    }

    /** Drops what has not begun to leave, and sends this one last. */
    void putLast(RetainableByteBuffer frame, Callback callback) {
        drop(new IOException("The connection is about to be closed"));
        waiting.offer(new Letter(frame, NOTHING, callback));
        open = true;
        go();
    }

    private void go() {
        if (open) {
            iterate();
        }
        if (failure != null) {
            drop(failure);
        }
    }

    @Override
    protected Action process() {
        Letter letter = waiting.poll();
        if (letter == null) {
            return Action.IDLE;
        }
        underWay.add(letter);
        if (letter.body() == NOTHING && waiting.isEmpty()) {
            endPoint.write(this, letter.frame().getByteBuffer());
            return Action.SCHEDULED;
        }
        while (underWay.size() < MOST_IN_ONE_WRITE && (letter = waiting.poll()) != null) {
            underWay.add(letter);
        }
        ByteBuffer[] buffers = new ByteBuffer[2 * underWay.size()];
        for (int i = 0; i < underWay.size(); i++) {
            buffers[2 * i] = underWay.get(i).frame().getByteBuffer();
            buffers[2 * i + 1] = underWay.get(i).body();
        }
        endPoint.write(this, buffers);
        return Action.SCHEDULED;
    }

    @Override
    protected void onSuccess() {
        for (Letter letter : underWay) {
            letter.sent();
        }
        underWay.clear();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        failure = cause;
        for (Letter letter : underWay) {
            letter.lost(cause);
        }
        underWay.clear();
        drop(cause);
        endPoint.close(cause);
    }

    private void drop(Throwable cause) {
        for (Letter letter = waiting.poll(); letter != null; letter = waiting.poll()) {
            letter.lost(cause);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
