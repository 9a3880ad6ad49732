package io.bighammer.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty's connector, with connections whose pace is watched, and not too many from one address. */
final class HttpConnector extends ServerConnector {
    private final AddressLimit addresses;

    HttpConnector(Server server, int selectors, AddressLimit addresses, ConnectionFactory... protocols) {
        super(server, 1, selectors, protocols);
        this.addresses = addresses;
    }

    /** Not by an interrupt, which would lose a client that has come in this moment. The closing of the channel ends an accept. */
    @Override
    protected void interruptAcceptors() {
        setAccepting(true);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        InetAddress client = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
        if (!addresses.enter(client)) {
            throw new IOException("Too many connections of " + client.getHostAddress());
        }
        PacedEndPoint endPoint =
                new PacedEndPoint(channel, selector, key, getScheduler(), () -> addresses.leave(client));
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }
}
