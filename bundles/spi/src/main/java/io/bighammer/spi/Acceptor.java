package io.bighammer.spi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.IO;

/** Lets in who connects to a listening socket. When nobody can be let in, because files have run out, it waits a while. */
final class Acceptor implements ManagedSelector.SelectorUpdate, ManagedSelector.Selectable {
    private static final long PAUSE_MILLIS = 1000;

    private final ServerSocketChannel server;
    private final Network.Listener listener;
    private final Selectors selectors;
    private volatile SelectionKey key;

    Acceptor(ServerSocketChannel server, Network.Listener listener, Selectors selectors) {
        this.server = server;
        this.listener = listener;
        this.selectors = selectors;
    }

    @Override
    public void update(Selector selector) {
        try {
            key = server.register(selector, SelectionKey.OP_ACCEPT, this);
        } catch (ClosedChannelException e) {
            // Before it was opened: there is nothing to let in.
        }
    }

    @Override
    public Runnable onSelected() {
        try {
            for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
                admit(client);
            }
        } catch (ClosedChannelException e) {
            // Nobody else comes.
        } catch (IOException e) {
            listener.exhausted(e);
            key.interestOps(0);
            selectors.getScheduler().schedule(this::goOn, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return null;
    }

    private void goOn() {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
            key.selector().wakeup();
        }
    }

    private void admit(SocketChannel client) {
        try {
            if (listener.admits(client)) {
                client.configureBlocking(false);
                if (client.getLocalAddress() instanceof InetSocketAddress) {
                    // A frame is not held back for the next one; a machine that is gone is noticed some day.
                    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                }
                selectors.serve(client, listener);
                return;
            }
        } catch (IOException e) {
            // It has left before it was let in.
        }
        IO.close(client);
    }

    @Override
    public void updateKey() {
        // What it is interested in changes at once.
    }

    @Override
    public void replaceKey(SelectionKey newKey) {
        key = newKey;
    }
}
