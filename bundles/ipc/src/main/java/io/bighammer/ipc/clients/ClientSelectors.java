package io.bighammer.ipc.clients;

import io.bighammer.spi.JsonRequests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.Callback;

/** The selectors of a client door, and the connections that they serve. */
final class ClientSelectors extends SelectorManager implements Connection.Listener {
    private final ClientsShared shared;
    private final Gate gate;
    private final TlsLayer tls;
    private final Runnable onGone;
    private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** Who may come in. */
    interface Gate {

        /** Why this client may not, for it to read; empty when it may. */
        Optional<String> refusal(SocketChannel client) throws IOException;
    }

    /** @param onGone called when a connection has ended */
    ClientSelectors(Executor executor, int count, ClientsShared shared, Gate gate, TlsLayer tls, Runnable onGone) {
        super(executor, shared.scheduler(), count);
        this.shared = shared;
        this.gate = gate;
        this.tls = tls;
        this.onGone = onGone;
    }

    Set<ClientConnection> connections() {
        return connections;
    }

    /** Has all connections end, those too that are just being opened. */
    void drain() {
        draining = true;
        connections.forEach(ClientConnection::drain);
    }

    @Override
    protected void accepted(SelectableChannel channel) throws IOException {
        if (connections.size() >= 2 * shared.limits().get().maxConnections()) {
            channel.close(); // those that are told why do not leave fast enough
            return;
        }
        channel.configureBlocking(false);
        SocketChannel socket = (SocketChannel) channel;
        if (socket.getLocalAddress() instanceof InetSocketAddress) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        accept(channel);
    }

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
        return new ClientEndPoint((SocketChannel) channel, selector, key, getScheduler());
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment)
            throws IOException {
        SocketChannel socket = (SocketChannel) channel;
        ClientEndPoint network = (ClientEndPoint) endPoint;
        JsonRequests.Client client = new JsonRequests.Client(shared.door(), tls.scheme(), address(socket));
        Optional<byte[]> refusal = refusal(socket);
        return tls.connection(network, shared.pool(), getExecutor(), clear -> {
            ClientConnection connection = new ClientConnection(clear, network, getExecutor(), shared, client);
            refusal.ifPresent(words -> connection.whenOpen(() -> connection.sayLastLine(Callback.NOOP, words)));
            connection.addEventListener(this);
            return connection;
        });
    }

    private static String address(SocketChannel socket) throws IOException {
        return socket.getRemoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : "local";
    }

    private Optional<byte[]> refusal(SocketChannel socket) throws IOException {
        int most = shared.limits().get().maxConnections();
        if (connections.size() >= most) {
            return Optional.of(shared.requests().answer(503, "%d clients are connected already".formatted(most)));
        }
        return gate.refusal(socket).map(reason -> shared.requests().answer(403, reason));
    }

    @Override
    public void onOpened(Connection connection) {
        ClientConnection opened = (ClientConnection) connection;
        connections.add(opened);
        if (draining) {
            opened.drain();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove((ClientConnection) connection);
        onGone.run();
    }
}
