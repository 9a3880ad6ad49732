package io.bighammer.spi;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/** Jetty's selectors, which serve the connections of many owners. */
final class Selectors extends SelectorManager {
    private static final int CPUS_PER_SELECTOR = 4;

    /** Of connections that are just being opened. */
    private final ConcurrentMap<SelectableChannel, Network.Owner> owners = new ConcurrentHashMap<>();

    Selectors(QueuedThreadPool threads, Scheduler scheduler) {
        super(threads, scheduler, Math.max(1, Runtime.getRuntime().availableProcessors() / CPUS_PER_SELECTOR));
        addEventListener(new AcceptListener() {
            @Override
            public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
                notOpened((SocketChannel) channel, cause);
            }
        });
    }

    void serve(SocketChannel channel, Network.Owner owner) {
        owners.put(channel, owner);
        accept(channel, owner);
    }

    Network.Listening listen(ServerSocketChannel server, Network.Listener listener) {
        ManagedSelector selector = chooseSelector();
        selector.submit(new Acceptor(server, listener, this));
        return () -> {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            // What was closed is let go between two turns of the selector.
            selector.submit(turn -> selector.submit(next -> gone.complete(null)));
            return gone;
        };
    }

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        return ((Network.Owner) key.attachment()).endPoint((SocketChannel) channel, selector, key);
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object owner) throws IOException {
        return ((Network.Owner) owner).connection((SocketChannel) channel, (NetworkEndPoint) endPoint);
    }

    @Override
    protected void endPointOpened(EndPoint endPoint) {
        owners.remove((SelectableChannel) endPoint.getTransport());
        NetworkEndPoint opened = (NetworkEndPoint) endPoint;
        opened.owner().opened(opened);
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
        NetworkEndPoint closed = (NetworkEndPoint) endPoint;
        closed.owner().closed(closed);
    }

    private void notOpened(SocketChannel channel, Throwable cause) {
        Network.Owner owner = owners.remove(channel);
        if (owner != null) {
            owner.failed(channel, cause);
        }
    }
}
