package io.bighammer.ipc.workers;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;

/** A body of any length that exists only as far as it is read, and counts what of it is in use. */
public final class BulkSource implements Content.Source {
    private static final int PIECE = 100_000;

    public final AtomicInteger inUse = new AtomicInteger();
    public final AtomicInteger mostInUse = new AtomicInteger();
    public final AtomicLong given = new AtomicLong();
    private final long length;
    private volatile Throwable failure;

    public BulkSource(long length) {
        this.length = length;
    }

    @Override
    public Content.Chunk read() {
        if (failure != null) {
            return Content.Chunk.from(failure, true);
        }
        int count = (int) Math.min(PIECE, length - given.get());
        if (count == 0) {
            return Content.Chunk.EOF;
        }
        ByteBuffer piece = ByteBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            piece.put(i, byteAt(given.get() + i));
        }
        given.addAndGet(count);
        mostInUse.accumulateAndGet(inUse.incrementAndGet(), Math::max);
        return Content.Chunk.from(piece, false, inUse::decrementAndGet);
    }

    /** What stands there in every bulk body. */
    public static byte byteAt(long index) {
        return (byte) (index ^ index >> 8);
    }

    @Override
    public void demand(Runnable callback) {
        callback.run();
    }

    @Override
    public void fail(Throwable cause) {
        failure = cause;
    }
}
