package io.bighammer.ipc.stream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.Retainable;
import org.eclipse.jetty.util.thread.SerializedInvoker;

/**
 * A body that a peer sends, of an answer or of a request, between its speed and the reader's. What waits here is paid for from
 * the common budget and given back whatever the outcome. A peer without credit may fill its {@link Share}; beyond that
 * {@link #isFull} has the connection stop reading. One thread pushes, another one reads.
 */
public final class StreamBody implements Content.Source {
    /** A body this small is copied: it would keep a whole input buffer from being used again. */
    private static final int SMALL = 2048;
    /** The same where pieces of many streams lie in one buffer, and a slow reader's one keeps it for itself. */
    private static final int SMALL_AMONG_MANY = 16 << 10;

    private static final long NEVER_FULL = Long.MAX_VALUE;

    /** What the connection gets to know of the reader. */
    public interface Reader {
        /** It has done with that much of it. */
        void consumed(int count);

        /** It wants no more of it. */
        void left();
    }

    private final Share share;
    private final Reader reader;
    private final int small;
    private final long expected;
    private final boolean strict;
    private final Queue<Content.Chunk> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong held = new AtomicLong();
    private final AtomicReference<Runnable> demand = new AtomicReference<>();
    private final AtomicReference<Content.Chunk> failure = new AtomicReference<>();
    private final SerializedInvoker invoker = new SerializedInvoker(StreamBody.class);
    private volatile long fullAbove = NEVER_FULL;
    private long received;
    private boolean complete;
    private volatile Content.Chunk terminal;

    /**
     * @param amongMany whether the peer sends other bodies at the same time
     * @param expected length in bytes, -1 when it is not known
     * @param strict whether a body of another length is an error; an answer to HEAD announces what it does not have
     */
    public StreamBody(Share share, Reader reader, boolean amongMany, long expected, boolean strict) {
        this.share = share;
        this.reader = reader;
        this.small = amongMany ? SMALL_AMONG_MANY : SMALL;
        this.expected = expected;
        this.strict = strict && expected >= 0;
    }

    /** Takes a piece that the peer sent; keeps the input buffer for as long as the piece is in use. */
    public void push(ByteBuffer piece, boolean last, Retainable input) {
        if (complete || failure.get() != null) {
            return;
        }
        received += piece.remaining();
        complete = last;
        if (strict && (received > expected || last && received < expected)) {
            breakOff(lengthIsWrong());
            return;
        }
        waiting.offer(hold(piece, last, input));
        dropIfOver();
        wake();
    }

    private Content.Chunk hold(ByteBuffer piece, boolean last, Retainable input) {
        int count = piece.remaining();
        boolean paid = false;
        long most = share.most();
        if (held.get() + count > most) {
            fullAbove = most / 2;
        } else if (!share.tryTake(count)) {
            // What has been read already has to wait somewhere; without budget that is one input buffer and no more.
            fullAbove = 0;
        } else {
            fullAbove = NEVER_FULL;
            paid = true;
        }
        held.addAndGet(count);
        if (count <= small) {
            ByteBuffer copy = ByteBuffer.allocate(count).put(piece).flip();
            return Content.Chunk.asChunk(copy, last, new Piece(count, paid, Retainable.NON_RETAINABLE));
        }
        input.retain();
        return Content.Chunk.asChunk(piece, last, new Piece(count, paid, input));
    }

    /** The peer has said all. */
    public void end() {
        if (complete || failure.get() != null) {
            return;
        }
        complete = true;
        if (strict && received < expected) {
            breakOff(lengthIsWrong());
            return;
        }
        waiting.offer(Content.Chunk.EOF);
        wake();
    }

    /** Nothing more will come; the reader gets what waits, then the cause. */
    public void breakOff(Throwable cause) {
        waiting.offer(Content.Chunk.from(cause, true));
        dropIfOver();
        wake();
    }

    private IOException lengthIsWrong() {
        return new EOFException("The sender announced a body of %d bytes and sent %s"
                .formatted(expected, received > expected ? "more" : received));
    }

    /** Whether a connection without credit should not read on until {@link Reader#consumed}. */
    public boolean isFull() {
        return held.get() > fullAbove;
    }

    /** Whether its reader waits for more. */
    public boolean isAwaited() {
        return demand.get() != null;
    }

    @Override
    public long getLength() {
        return strict ? expected : -1;
    }

    @Override
    public Content.Chunk read() {
        if (terminal != null) {
            return terminal;
        }
        Content.Chunk chunk = waiting.poll();
        if (chunk == null) {
            return failure.get();
        }
        if (chunk.isLast()) {
            terminal = Content.Chunk.next(chunk);
            dropIfOver();
        }
        return chunk;
    }

    @Override
    public void demand(Runnable callback) {
        if (!demand.compareAndSet(null, callback)) {
            throw new IllegalStateException("There is a demand already");
        }
        if (terminal != null || !waiting.isEmpty() || failure.get() != null) {
            wake();
        }
    }

    @Override
    public void fail(Throwable cause) {
        if (terminal == null && failure.compareAndSet(null, Content.Chunk.from(cause, true))) {
            // Before what waits is dropped: for that the peer gets no credit.
            reader.left();
            dropIfOver();
            wake();
        }
    }

    /** Gives back what waits when nobody will read it: a piece may come while the body is broken off. */
    private void dropIfOver() {
        if (failure.get() != null || terminal != null) {
            for (Content.Chunk chunk = waiting.poll(); chunk != null; chunk = waiting.poll()) {
                chunk.release();
            }
        }
    }

    private void wake() {
        Runnable callback = demand.getAndSet(null);
        if (callback != null) {
            invoker.run(callback);
        }
    }

    /** Bytes of an input buffer that are in use; goes back, with what was paid, when the last user releases it. */
    private final class Piece extends Retainable.ReferenceCounter {
        private final int count;
        private final boolean paid;
        private final Retainable input;

        Piece(int count, boolean paid, Retainable input) {
            this.count = count;
            this.paid = paid;
            this.input = input;
        }

        @Override
        public boolean release() {
            if (!super.release()) {
                return false;
            }
            input.release();
            if (paid) {
                share.giveBack(count);
            }
            held.addAndGet(-count);
            reader.consumed(count);
            return true;
        }
    }
}
