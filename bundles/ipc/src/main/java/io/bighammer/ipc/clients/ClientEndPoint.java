package io.bighammer.ipc.clients;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/** A client's socket, which counts what goes through it and knows the selector that it is served by. */
final class ClientEndPoint extends SocketChannelEndPoint {
    private final ManagedSelector selector;
    private volatile long received;
    private volatile long sent;

    ClientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
        this.selector = selector;
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

    /** Does this when the selector has dealt with all that is ready now; wakes it when it waits. */
    void atEndOfTurn(ManagedSelector.SelectorUpdate task) {
        selector.submit(task);
    }
}
