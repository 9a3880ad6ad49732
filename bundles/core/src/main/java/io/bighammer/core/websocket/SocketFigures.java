package io.bighammer.core.websocket;

import java.util.concurrent.atomic.AtomicLong;

/** What came of the WebSockets of a route, in all generations that have it. Safe for use by many threads, without a lock. */
public final class SocketFigures {
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    void opens() {
        opened.incrementAndGet();
    }

    void closes() {
        closed.incrementAndGet();
    }

    void receives() {
        received.incrementAndGet();
    }

    void sends() {
        sent.incrementAndGet();
    }

    /** Those that are there. */
    public long open() {
        long gone = closed.get(); // first, or it could be more than have come
        return opened.get() - gone;
    }

    /** Messages of clients. */
    public long received() {
        return received.get();
    }

    /** Messages to clients. */
    public long sent() {
        return sent.get();
    }
}
