package io.bighammer.spi;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies of all requests together may take while they wait for a worker or a slow client. Registered as a
 * service by core. Safe for use by many threads.
 */
public final class BufferBudget {
    private final AtomicLong free;
    private final AtomicLong size;

    public BufferBudget(long bytes) {
        free = new AtomicLong(bytes);
        size = new AtomicLong(bytes);
    }

    /** Takes these bytes if they are there; what was taken is given back with {@link #release}. */
    public boolean tryAcquire(long bytes) {
        long now = free.get();
        while (now >= bytes) {
            if (free.compareAndSet(now, now - bytes)) {
                return true;
            }
            now = free.get();
        }
        return false;
    }

    public void release(long bytes) {
        free.addAndGet(bytes);
    }

    public long free() {
        return free.get();
    }

    /** All of it, whether it is free or not. */
    public long size() {
        return size.get();
    }

    /** Makes the whole larger or smaller while it is in use. */
    public void resize(long delta) {
        size.addAndGet(delta);
        free.addAndGet(delta);
    }
}
