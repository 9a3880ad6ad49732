package io.bighammer.ipc.workers;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/** Pools nothing, and knows how many bytes are out and were at most. */
public final class CountingPool implements ByteBufferPool {
    private final AtomicLong out = new AtomicLong();
    private final AtomicLong mostOut = new AtomicLong();

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        mostOut.accumulateAndGet(out.addAndGet(size), Math::max);
        ByteBuffer bytes = ByteBuffer.allocate(size).limit(0);
        return RetainableByteBuffer.wrap(bytes, () -> out.addAndGet(-size));
    }

    public long out() {
        return out.get();
    }

    public long mostOut() {
        return mostOut.get();
    }

    @Override
    public void clear() {
        mostOut.set(out.get());
    }
}
