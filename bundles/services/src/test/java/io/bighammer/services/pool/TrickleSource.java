package io.bighammer.services.pool;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;

/** A body whose chunks come when the test says so; counts those that nobody has released. */
final class TrickleSource implements Content.Source {
    private final Deque<Content.Chunk> chunks = new ArrayDeque<>();
    private final AtomicInteger held = new AtomicInteger();
    private Runnable demand;

    void give(byte[] bytes, boolean last) {
        held.incrementAndGet();
        chunks.add(Content.Chunk.from(ByteBuffer.wrap(bytes), last, held::decrementAndGet));
        wake();
    }

    void breakOff(Throwable failure) {
        chunks.add(Content.Chunk.from(failure));
        wake();
    }

    int held() {
        return held.get();
    }

    private void wake() {
        Runnable waiting = demand;
        demand = null;
        if (waiting != null) {
            waiting.run();
        }
    }

    @Override
    public Content.Chunk read() {
        return chunks.poll();
    }

    @Override
    public void demand(Runnable callback) {
        demand = callback;
        if (!chunks.isEmpty()) {
            wake();
        }
    }

    @Override
    public void fail(Throwable failure) {
        throw new AssertionError("the client's connection must stay usable: it is told what happened");
    }
}
