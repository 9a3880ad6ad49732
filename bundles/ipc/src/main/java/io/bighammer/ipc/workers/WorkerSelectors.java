package io.bighammer.ipc.workers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;

/** One selector for all workers: they share the machine with it, and frames of one turn leave together. */
final class WorkerSelectors extends SelectorManager {
    private final WorkersShared shared;
    private final Runnable onGone;
    private final Set<WorkerChannel> channels = ConcurrentHashMap.newKeySet();

    /** @param onGone called when a connection has ended */
    WorkerSelectors(Executor executor, WorkersShared shared, Runnable onGone) {
        super(executor, shared.scheduler(), 1);
        this.shared = shared;
        this.onGone = onGone;
    }

    Set<WorkerChannel> channels() {
        return channels;
    }

    @Override
    protected void accepted(SelectableChannel channel) throws IOException {
        channel.configureBlocking(false);
        SocketChannel socket = (SocketChannel) channel;
        if (socket.getLocalAddress() instanceof InetSocketAddress) {
            // A frame is not held back for the next one; a machine that is gone is noticed some day.
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        accept(channel);
    }

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
        return new WorkerEndPoint((SocketChannel) channel, selector, key, getScheduler());
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment)
            throws IOException {
        return new WorkerChannel((WorkerEndPoint) endPoint, getExecutor(), shared, peerUser((SocketChannel) channel));
    }

    private static String peerUser(SocketChannel channel) throws IOException {
        if (!channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return "";
        }
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    }

    @Override
    public void connectionOpened(Connection connection, Object context) {
        channels.add((WorkerChannel) connection);
        super.connectionOpened(connection, context);
    }

    @Override
    public void connectionClosed(Connection connection, Throwable cause) {
        super.connectionClosed(connection, cause);
        channels.remove((WorkerChannel) connection);
        onGone.run();
    }
}
