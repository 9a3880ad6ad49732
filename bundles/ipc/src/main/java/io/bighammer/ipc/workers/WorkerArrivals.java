package io.bighammer.ipc.workers;

import io.bighammer.spi.Network;
import io.bighammer.spi.NetworkEndPoint;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who comes to the workers' door, and knows who is there. */
final class WorkerArrivals implements Network.Listener {
    private static final Logger log = LoggerFactory.getLogger(WorkerArrivals.class);

    private final WorkersShared shared;
    private final Runnable onGone;
    private final Set<WorkerChannel> channels = ConcurrentHashMap.newKeySet();

    /** @param onGone called when a connection has ended */
    WorkerArrivals(WorkersShared shared, Runnable onGone) {
        this.shared = shared;
        this.onGone = onGone;
    }

    Set<WorkerChannel> channels() {
        return channels;
    }

    @Override
    public boolean admits(SocketChannel worker) {
        return true;
    }

    @Override
    public void exhausted(IOException cause) {
        log.warn("No worker can be let in for now: {}", cause.getMessage());
    }

    @Override
    public NetworkEndPoint endPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        return new NetworkEndPoint(channel, selector, key, shared.network(), this, () -> {});
    }

    @Override
    public Connection connection(SocketChannel channel, NetworkEndPoint endPoint) throws IOException {
        return new WorkerChannel(endPoint, shared, peerUser(channel));
    }

    private static String peerUser(SocketChannel channel) throws IOException {
        if (!channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return "";
        }
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    }

    @Override
    public void opened(NetworkEndPoint endPoint) {
        channels.add((WorkerChannel) endPoint.getConnection());
    }

    @Override
    public void closed(NetworkEndPoint endPoint) {
        channels.remove((WorkerChannel) endPoint.getConnection());
        onGone.run();
    }
}
