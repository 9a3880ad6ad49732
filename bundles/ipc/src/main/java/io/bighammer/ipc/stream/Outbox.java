package io.bighammer.ipc.stream;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * The frames on their way to a peer. Whoever puts one in writes it at once, unless somebody is writing: then that one takes
 * it along. To a busy peer those that are put in during one turn of the selector leave in few writes, the last at its end. Safe for use by
 * many threads; nothing blocks.
 */
public final class Outbox extends IteratingCallback {
    private static final int MOST_IN_ONE_WRITE = 64;
    /** With more of them held back the peer would have nothing to do meanwhile. */
    private static final int MOST_HELD = 16;
    /** A peer that makes us answer more often than this without reading the answers is not waited for. */
    private static final int MOST_REPLIES = 1024;

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
    private final Consumer<ManagedSelector.SelectorUpdate> atEndOfTurn;
    private final Consumer<Throwable> broken;
    private final ConcurrentLinkedDeque<Letter> waiting = new ConcurrentLinkedDeque<>();
    private final List<Letter> underWay = new ArrayList<>();
    private final AtomicInteger replies = new AtomicInteger();
    private final Callback replySent = Callback.from(replies::decrementAndGet);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean turnKnown = new AtomicBoolean();
    private final ManagedSelector.SelectorUpdate endOfTurn = selector -> writeWhatWaits();
    private volatile BooleanSupplier busy = () -> false;
    private volatile boolean open;
    private volatile Throwable failure;

    /**
     * @param atEndOfTurn has the selector do something when it has dealt with all that is ready now
     * @param broken told once, when the peer takes nothing any more; what it has said before may still be read
     */
    public Outbox(EndPoint endPoint, Consumer<ManagedSelector.SelectorUpdate> atEndOfTurn, Consumer<Throwable> broken) {
        this.endPoint = endPoint;
        this.atEndOfTurn = atEndOfTurn;
        this.broken = broken;
    }

    /** While this says so, what is put in waits for the end of the selector's turn. An idle one would only wait with it. */
    public void deferWhile(BooleanSupplier peerIsBusy) {
        busy = peerIsBusy;
    }

    public void put(RetainableByteBuffer frame) {
        put(frame, NOTHING, Callback.NOOP);
    }

    public void put(RetainableByteBuffer frame, ByteBuffer body, Callback callback) {
        waiting.offer(new Letter(frame, body, callback));
        go();
    }

    /** Sends what the peer has made us say. */
    public void reply(RetainableByteBuffer frame) throws ProtocolException {
        if (replies.incrementAndGet() > MOST_REPLIES) {
            frame.release();
            throw new ProtocolException(
                    ErrorCode.FLOW_CONTROL, "%d answers wait for the other side to read them".formatted(MOST_REPLIES));
        }
        put(frame, NOTHING, replySent);
    }

    /** Lets the frames go that were put in so far, after this one. Until then none leaves. */
    public void open(RetainableByteBuffer first) {
        waiting.offerFirst(new Letter(first, NOTHING, Callback.NOOP));
        open();
    }

    /** Lets the frames go that were put in so far. */
    public void open() {
        open = true;
        go();
    }

    /** Completes it when all that was put in so far has left. */
    public void whenWritten(Callback callback) {
        put(RetainableByteBuffer.EMPTY, NOTHING, callback);
    }

    /** Drops what has not begun to leave, and sends this one last. */
    public void putLast(RetainableByteBuffer frame, Callback callback) {
        drop(new IOException("The connection is about to be closed"));
        waiting.offer(new Letter(frame, NOTHING, callback));
        open();
    }

    private void go() {
        if (open && (!busy.getAsBoolean() || held.incrementAndGet() >= MOST_HELD)) {
            held.setPlain(0);
            iterate();
        } else if (open && turnKnown.compareAndSet(false, true)) {
            atEndOfTurn.accept(endOfTurn);
        }
        if (failure != null) {
            drop(failure);
        }
    }

    private void writeWhatWaits() {
        turnKnown.set(false);
        held.setPlain(0);
        iterate();
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
        endPoint.write(this, buffers());
        return Action.SCHEDULED;
    }

    private ByteBuffer[] buffers() {
        ByteBuffer[] buffers = new ByteBuffer[2 * underWay.size()];
        int count = 0;
        for (Letter letter : underWay) {
            buffers[count++] = letter.frame().getByteBuffer();
            if (letter.body() != NOTHING) {
                buffers[count++] = letter.body();
            }
        }
        return count == buffers.length ? buffers : Arrays.copyOf(buffers, count);
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
        broken.accept(cause);
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
