package io.bighammer.ipc.clients;

import io.bighammer.spi.AddressLimit;
import io.bighammer.spi.JsonRequests;
import io.bighammer.spi.Network;
import io.bighammer.spi.NetworkEndPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who comes to a client door, and knows who is there. */
final class ClientArrivals implements Network.Listener, Connection.Listener {
    private static final Logger log = LoggerFactory.getLogger(ClientArrivals.class);

    private final ClientsShared shared;
    private final Gate gate;
    private final AddressLimit addresses;
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
    ClientArrivals(ClientsShared shared, Gate gate, AddressLimit addresses, TlsLayer tls, Runnable onGone) {
        this.shared = shared;
        this.gate = gate;
        this.addresses = addresses;
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

    /** Those that are told why they may not stay do not leave fast enough. */
    @Override
    public boolean admits(SocketChannel client) {
        return connections.size() < 2 * shared.limits().get().maxConnections();
    }

    @Override
    public void exhausted(IOException cause) {
        log.warn("No client can be let in at the door {} for now: {}", shared.door(), cause.getMessage());
    }

    @Override
    public NetworkEndPoint endPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        Optional<InetAddress> client = internetAddress(channel);
        if (client.isPresent() && !addresses.enter(client.get())) {
            throw new IOException("Too many connections of " + client.get().getHostAddress());
        }
        return new ClientEndPoint(
                channel, selector, key, shared.network(), this, () -> client.ifPresent(addresses::leave));
    }

    @Override
    public Connection connection(SocketChannel channel, NetworkEndPoint endPoint) throws IOException {
        ClientEndPoint network = (ClientEndPoint) endPoint;
        String address =
                internetAddress(channel).map(InetAddress::getHostAddress).orElse("local");
        JsonRequests.Client client = new JsonRequests.Client(shared.door(), tls.scheme(), address);
        Optional<byte[]> refusal = refusal(channel);
        return tls.connection(network, shared.network(), clear -> {
            ClientConnection connection = new ClientConnection(clear, network, shared, client);
            refusal.ifPresent(words -> connection.whenOpen(() -> connection.sayLastLine(Callback.NOOP, words)));
            connection.addEventListener(this);
            return connection;
        });
    }

    /** Empty for one that comes over the main socket. */
    private static Optional<InetAddress> internetAddress(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress client
                ? Optional.of(client.getAddress())
                : Optional.empty();
    }

    private Optional<byte[]> refusal(SocketChannel channel) throws IOException {
        int most = shared.limits().get().maxConnections();
        if (connections.size() >= most) {
            return Optional.of(shared.requests().answer(503, "%d clients are connected already".formatted(most)));
        }
        return gate.refusal(channel).map(reason -> shared.requests().answer(403, reason));
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
