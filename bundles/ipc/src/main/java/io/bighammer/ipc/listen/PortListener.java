package io.bighammer.ipc.listen;

import io.bighammer.spi.Network;
import io.bighammer.spi.PortHolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a TCP port. For one thread. */
public final class PortListener {
    private static final Logger log = LoggerFactory.getLogger(PortListener.class);

    private static final int BACKLOG = 1024;

    private final String name;
    private final String host;
    private final int port;
    private final Network network;
    private final Network.Listener listener;
    private ServerSocketChannel server;
    private Network.Listening listening = () -> CompletableFuture.completedFuture(null);

    /**
     * @param name of its keys in {@code config.json}: {@code host.NAME} and {@code ports.NAME_port}
     * @param port 0 for a free one
     */
    public PortListener(String name, String host, int port, Network network, Network.Listener listener) {
        this.name = name;
        this.host = host;
        this.port = port;
        this.network = network;
        this.listener = listener;
    }

    /** Who connects from now on waits until {@link #accept}. */
    public void open() throws IOException {
        open(false);
    }

    /** As {@link #open}, also when the other one has the same port, at another address. */
    public void openBeside(PortListener old) throws IOException {
        if (port != old.port) {
            open();
            return;
        }
        old.sharePort(true);
        try {
            open(true);
            sharePort(false); // no other program is to slip in
        } finally {
            old.sharePort(false);
        }
    }

    private void sharePort(boolean with) throws IOException {
        server.setOption(StandardSocketOptions.SO_REUSEPORT, with);
    }

    private void open(boolean shared) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("host.%s: there is no address of the name '%s'".formatted(name, host));
        }
        server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.setOption(StandardSocketOptions.SO_REUSEPORT, shared);
            server.bind(address, BACKLOG);
            server.configureBlocking(false);
        } catch (IOException e) {
            server.close();
            String reason = PortHolder.reason(e, port);
            throw new IOException("ports.%s_port: cannot listen on %s:%d: %s".formatted(name, host, port, reason), e);
        }
    }

    public void accept() {
        listening = network.listen(server, listener);
    }

    /** @return completed when nobody is let in any more */
    public CompletableFuture<Void> close() {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException e) {
            log.warn("{} could not be closed: {}", address(), e.getMessage());
        }
        return listening.letGo();
    }

    public boolean listensOn(String host, int port) {
        return this.host.equals(host) && this.port == port;
    }

    public String address() {
        return host + ":" + server.socket().getLocalPort();
    }
}
