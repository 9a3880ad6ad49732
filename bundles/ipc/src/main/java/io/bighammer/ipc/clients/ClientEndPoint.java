package io.bighammer.ipc.clients;

import io.bighammer.spi.Network;
import io.bighammer.spi.NetworkEndPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.BufferUtil;

/** A client's socket, which counts what goes through it. */
final class ClientEndPoint extends NetworkEndPoint {
    private volatile long received;
    private volatile long sent;

    /** @param closed as of a {@link NetworkEndPoint} */
    ClientEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Network network,
            Network.Owner owner,
            Runnable closed) {
        super(channel, selector, key, network, owner, closed);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int count = super.fill(buffer);
        received += Math.max(0, count); // one thread at a time reads
        return count;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = BufferUtil.remaining(buffers);
        boolean all = super.flush(buffers);
        sent += before - BufferUtil.remaining(buffers); // one thread at a time writes
        return all;
    }

    /** Bytes in both directions. */
    long bytes() {
        return received + sent;
    }

    /** Whether something waits for the client to take it. */
    boolean isWritePending() {
        return getWriteFlusher().isPending();
    }
}
