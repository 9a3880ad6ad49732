package io.bighammer.services.pool;

import io.bighammer.spi.BufferBudget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.Retainable;

/**
 * The front of a request's body, collected before a worker is taken, so that a slow client holds no worker: the whole of a
 * short body, the first 256 KiB of a long one; for workers that mind no slow client, what is there. It can be read several
 * times; what follows it, once.
 */
final class BufferedBody {
    static final long FRONT = 256 * 1024;
    /** A smaller chunk is copied: kept as it is, it would hold the much larger buffer that it was read into. */
    private static final int SMALL = 2048;

    private static final int COPIES = 8192;

    private final Content.Source source;
    private final BufferBudget budget;
    private final boolean patient;
    private final Consumer<Throwable> ready;
    /** The owner's hold and one for each reader that may still want the front. */
    private final Retainable.ReferenceCounter holds = new Retainable.ReferenceCounter();
    /** Announces work, so that collecting and giving up never run at the same time although different threads ask for them. */
    private final AtomicInteger work = new AtomicInteger();

    private final List<Content.Chunk> front = new ArrayList<>(1);
    private long collected;
    private long acquired;
    private ByteBuffer copies;
    private boolean complete;
    private boolean collecting = true;
    private boolean released;
    private volatile boolean givenUp;
    private volatile boolean passed;

    /**
     * @param patient whether to wait for more when the body has not come whole
     * @param ready called once when the front is there, with null, or with what made the body fail
     */
    BufferedBody(Content.Source source, BufferBudget budget, boolean patient, Consumer<Throwable> ready) {
        this.source = source;
        this.budget = budget;
        this.patient = patient;
        this.ready = ready;
    }

    /** Begins, or goes on, to collect; called again by the source when there is more. */
    void collect() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int announced = 1;
        do {
            if (givenUp) {
                stopCollecting();
            } else if (collecting) {
                readFront();
            }
            announced = work.addAndGet(-announced);
        } while (announced != 0);
    }

    /** The owner wants it no more; readers that still read keep the front until they are through it. */
    void release() {
        givenUp = true;
        collect();
    }

    /** A reader of the whole body, front and rest; empty when it has been released. */
    Optional<Content.Source> reader() {
        return tryHold() ? Optional.of(new BodyReader(this, source, List.copyOf(front), complete)) : Optional.empty();
    }

    /** Whether a further reader would get the whole body again. */
    boolean readable() {
        return complete || !passed;
    }

    /** Whether the front is all there is. */
    boolean complete() {
        return complete;
    }

    /** A reader goes on behind the front. */
    void pass() {
        passed = true;
    }

    /** Gives back one hold; with the last of them the front goes. */
    void letGo() {
        if (holds.release()) {
            front.forEach(Content.Chunk::release);
            budget.release(acquired);
        }
    }

    /** A hold that lasts while the front is used; false when the front has gone. */
    boolean tryHold() {
        return holds.tryRetain();
    }

    private void stopCollecting() {
        collecting = false;
        if (!released) {
            released = true;
            letGo();
        }
    }

    private void readFront() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null && patient) {
                source.demand(this::collect);
                return;
            }
            if (chunk == null) {
                endFront();
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                if (chunk.isLast()) {
                    collecting = false;
                    ready.accept(chunk.getFailure());
                    return;
                }
                continue;
            }
            complete = chunk.isLast();
            boolean within = keep(chunk);
            if (complete || !within || collected >= FRONT) {
                endFront();
                return;
            }
        }
    }

    private void endFront() {
        seal();
        collecting = false;
        ready.accept(null);
    }

    /** @return false when the budget is used up */
    private boolean keep(Content.Chunk chunk) {
        int length = chunk.remaining();
        collected += length;
        if (length > 0 && length < SMALL && !complete) {
            return copy(chunk, length);
        }
        if (length == 0) {
            chunk.release();
            return true;
        }
        seal();
        front.add(chunk);
        return acquire(length);
    }

    private boolean copy(Content.Chunk chunk, int length) {
        boolean within = true;
        if (copies != null && copies.remaining() < length) {
            seal();
        }
        if (copies == null) {
            copies = ByteBuffer.allocate(COPIES);
            within = acquire(COPIES);
        }
        copies.put(chunk.getByteBuffer());
        chunk.release();
        return within;
    }

    private void seal() {
        if (copies != null) {
            front.add(Content.Chunk.from(copies.flip(), false));
            copies = null;
        }
    }

    private boolean acquire(long bytes) {
        if (!budget.tryAcquire(bytes)) {
            return false;
        }
        acquired += bytes;
        return true;
    }
}
