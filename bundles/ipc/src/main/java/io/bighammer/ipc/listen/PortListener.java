package io.bighammer.ipc.listen;

import io.bighammer.spi.PortHolder;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.jetty.io.SelectorManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a TCP port. For one thread. */
public final class PortListener {
    private static final Logger log = LoggerFactory.getLogger(PortListener.class);

    private static final int BACKLOG = 1024;

    private final String name;
    private final String host;
    private final int port;
    private final SelectorManager selectors;
    private ServerSocketChannel server;
    private Closeable registration;

    /**
     * @param name of its keys in {@code config.json}: {@code host.NAME} and {@code ports.NAME_port}
     * @param port 0 for a free one
     */
    public PortListener(String name, String host, int port, SelectorManager selectors) {
        this.name = name;
        this.host = host;
        this.port = port;
        this.selectors = selectors;
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
        registration = selectors.acceptor(server);
    }

    public void close() {
        try {
            if (server != null) {
                server.close();
            }
            if (registration != null) {
                registration.close(); // wakes the selector; until then the kernel goes on listening
            }
        } catch (IOException e) {
            log.warn("{} could not be closed: {}", address(), e.getMessage());
        }
    }

    public boolean listensOn(String host, int port) {
        return this.host.equals(host) && this.port == port;
    }

    public String address() {
        return host + ":" + server.socket().getLocalPort();
    }
}
