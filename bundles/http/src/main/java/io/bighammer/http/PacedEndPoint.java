package io.bighammer.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connection that knows how much its client has sent and taken, and since when it sends the head of a request. */
final class PacedEndPoint extends SocketChannelEndPoint {
    private static final long NO_HEAD = 0;

    private volatile long received;
    private volatile long sent;
    private volatile long headBegan = NO_HEAD;
    private volatile boolean inRequest;

    /** Looked at by {@link Pace} only. */
    private long receivedBefore;

    private long sentBefore;
    private long waitedForClientNanos;

    PacedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int count = super.fill(buffer);
        if (count > 0) {
            received += count; // one thread at a time reads
            if (!inRequest && headBegan == NO_HEAD) {
                headBegan = System.nanoTime() | 1;
            }
        }
        return count;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = BufferUtil.remaining(buffers);
        boolean all = super.flush(buffers);
        sent += before - BufferUtil.remaining(buffers); // one thread at a time writes
        return all;
    }

    /** The head of a request has been read. */
    void requestBegins() {
        inRequest = true;
        headBegan = NO_HEAD;
    }

    /** The answer has been written and the request read. */
    void requestEnds() {
        inRequest = false;
    }

    /** Whether the head of a request has taken longer than this. */
    boolean headIsLate(long limitNanos) {
        long began = headBegan;
        return began != NO_HEAD && System.nanoTime() - began > limitNanos;
    }

    /**
     * Bytes a second that the client sent and took, over the time in which the gateway had to wait for it; {@link Long#MAX_VALUE}
     * while that is shorter than the grace. Called once in each interval.
     */
    long rate(long intervalNanos, long graceNanos) {
        if (!inRequest) {
            receivedBefore = received;
            sentBefore = sent;
            waitedForClientNanos = 0;
        } else if (isFillInterested() || getWriteFlusher().isPending()) {
            waitedForClientNanos += intervalNanos;
        }
        if (waitedForClientNanos < graceNanos) {
            return Long.MAX_VALUE;
        }
        long bytes = received - receivedBefore + sent - sentBefore;
        return (long) (bytes * 1e9 / waitedForClientNanos);
    }
}
