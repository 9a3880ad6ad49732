package io.bighammer.http;

import io.bighammer.spi.Network;
import io.bighammer.spi.NetworkEndPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A connection that knows how much its client has sent and taken, since when it sends the head of a request, and whether it leaves while
 * its request is worked on.
 */
final class PacedEndPoint extends NetworkEndPoint {
    private static final long NO_HEAD = 0;
    private static final long NOT_WAITED = -1;
    private static final int EARLY_BYTES = 1024;

    private volatile long received;
    private volatile long sent;
    private volatile long headBegan = NO_HEAD;
    private volatile boolean upgraded;
    /** Under way; over HTTP/1.1 no more than one. */
    private final AtomicInteger requests = new AtomicInteger();
    /** Over HTTP/2: how many of them wait for the client, to send a body or to take one. */
    private final AtomicInteger waits = new AtomicInteger();

    private volatile long frames;
    private final ClientWatch watch = new ClientWatch(this);
    /** What a look has read, for the next who reads; null when there is nothing. */
    private volatile ByteBuffer early;

    /** Looked at by {@link Pace} only. */
    private long receivedBefore;

    private long sentBefore;
    private long receivedAtLook;
    private long framesAtLook;
    private long trickledNanos;
    private long waitedForClientNanos = NOT_WAITED;

    /** @param closed as of a {@link NetworkEndPoint} */
    PacedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Network network,
            Network.Owner owner,
            Runnable closed) {
        super(channel, selector, key, network, owner, closed);
    }

    /** The connection to the client below what is spoken on it. */
    static PacedEndPoint of(EndPoint endPoint) {
        return (PacedEndPoint) (endPoint instanceof EndPoint.Wrapper over ? over.unwrap() : endPoint);
    }

    /** Whether requests are mixed on it. */
    boolean isHttp2() {
        Connection spoken = getConnection() instanceof SslConnection tls
                ? tls.getSslEndPoint().getConnection()
                : getConnection();
        return spoken instanceof HTTP2Connection;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (!watch.end()) {
            return 0;
        }
        int count = early == null ? super.fill(buffer) : takeEarly(buffer);
        if (count > 0) {
            received += count; // one thread at a time reads
            if (requests.get() == 0 && !upgraded && headBegan == NO_HEAD) {
                headBegan = System.nanoTime() | 1;
            }
        }
        return count;
    }

    private int takeEarly(ByteBuffer buffer) {
        int before = buffer.remaining();
        BufferUtil.append(buffer, early);
        if (!early.hasRemaining()) {
            early = null;
        }
        return buffer.remaining() - before;
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!tryFillInterested(callback)) {
            throw new ReadPendingException();
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        return watch.await(callback);
    }

    @Override
    public boolean isFillInterested() {
        return watch.isAwaited();
    }

    void askForBytes(ClientWatch asking) {
        super.fillInterested(asking);
    }

    /** Reads what is there and keeps it; tells whether the client has ended the connection instead. */
    boolean look() {
        ByteBuffer buffer = early == null ? BufferUtil.allocate(EARLY_BYTES) : early;
        try {
            int count = super.fill(buffer);
            if (count > 0) {
                early = buffer;
            }
            return count < 0;
        } catch (IOException broken) {
            return true;
        }
    }

    /** Whether what a look has read can be the first half of an end: TLS says goodbye before it goes. */
    boolean mayEndStill() {
        ByteBuffer read = early;
        return getConnection() instanceof SslConnection && read != null && BufferUtil.space(read) > 0;
    }

    boolean hasEarly() {
        return early != null;
    }

    /** From now on the writing tells whether the client is there. */
    void answerBegins() {
        watch.end();
    }

    /** The client does not wait for its answer any more. */
    void leave() {
        getConnection().close();
    }

    /** The whole request has been read. */
    void requestRead() {

        if (!isHttp2()) {
            watch.begin();
        }
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = BufferUtil.remaining(buffers);
        boolean all = super.flush(buffers);
        sent += before - BufferUtil.remaining(buffers); // one thread at a time writes
        return all;
    }

    /** What was received so far is no head of a request. */
    void handshakeEnds() {
        headBegan = NO_HEAD;
    }

    /** The head of a request has been read. */
    void requestBegins() {
        requests.incrementAndGet();
        headBegan = NO_HEAD;
    }

    /** No more requests come: it is a WebSocket from now on. */
    void upgraded() {
        upgraded = true;
    }

    boolean isUpgraded() {
        return upgraded;
    }

    /** The answer has been written and the request read. */
    void requestEnds() {
        requests.decrementAndGet();
    }

    /** A request waits until its client has sent more, or taken what was written. */
    void waitBegins() {
        waits.incrementAndGet();
    }

    void waitEnds() {
        waits.decrementAndGet();
    }

    /** Something came over HTTP/2 that is whole, if no request. */
    void frameRead() {
        frames++; // one thread at a time reads
    }

    /** Whether the head of a request has taken longer than this. Called once in each interval. */
    boolean headIsLate(long intervalNanos, long limitNanos) {
        if (isHttp2()) {
            return trickles(intervalNanos) > limitNanos;
        }
        long began = headBegan;
        return began != NO_HEAD && System.nanoTime() - began > limitNanos;
    }

    /** For how long bytes have come that became nothing; a time in which none came does not count. */
    private long trickles(long intervalNanos) {
        if (requests.get() > 0 || frames != framesAtLook) {
            trickledNanos = 0;
        } else if (received != receivedAtLook) {
            trickledNanos += intervalNanos;
        }
        framesAtLook = frames;
        receivedAtLook = received;
        return trickledNanos;
    }

    /**
     * Bytes a second that the client sent and took, over a time in which the gateway had to wait for it; {@link Long#MAX_VALUE} until
     * that has been so long, and then it begins anew. Called once in each interval.
     */
    long rate(long intervalNanos, long windowNanos) {
        boolean http2 = isHttp2();
        boolean waiting = http2
                ? waits.get() > 0
                : isFillInterested() || getWriteFlusher().isPending();
        if (requests.get() == 0 || http2 && !waiting) {
            waitedForClientNanos = NOT_WAITED;
        } else if (waiting && waitedForClientNanos == NOT_WAITED) {
            beginWindow(); // what the network took at once, before the first wait, says nothing of the client
        } else if (waiting) {
            waitedForClientNanos += intervalNanos;
        }
        if (waitedForClientNanos < windowNanos) {
            return Long.MAX_VALUE;
        }
        long rate = (long) ((received - receivedBefore + sent - sentBefore) * 1e9 / waitedForClientNanos);
        beginWindow();
        return rate;
    }

    private void beginWindow() {
        receivedBefore = received;
        sentBefore = sent;
        waitedForClientNanos = 0;
    }
}
