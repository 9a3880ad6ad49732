package io.bighammer.http;

import io.bighammer.spi.AddressLimit;
import io.bighammer.spi.Network;
import io.bighammer.spi.NetworkEndPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/** Jetty's connector at the network that all doors share, with connections whose pace is watched, and not too many from one address. */
final class HttpConnector extends ServerConnector {
    private static final int ACCEPTORS = 1;
    private static final int NO_SELECTORS_OF_ITS_OWN = 1; // none is refused

    private final Network network;
    private final AddressLimit addresses;

    HttpConnector(Server server, Network network, AddressLimit addresses, ConnectionFactory... protocols) {
        super(server, ACCEPTORS, NO_SELECTORS_OF_ITS_OWN, protocols);
        this.network = network;
        this.addresses = addresses;
    }

    /** Not by an interrupt, which would lose a client that has come in this moment. The closing of the channel ends an accept. */
    @Override
    protected void interruptAcceptors() {
        setAccepting(true);
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new SharedSelectors(executor, scheduler, selectors);
    }

    /** Hands all connections to the network, and tells Jetty what becomes of them. */
    private final class SharedSelectors extends ServerConnectorManager implements Network.Owner {

        SharedSelectors(Executor executor, Scheduler scheduler, int selectors) {
            super(executor, scheduler, selectors);
        }

        /** Jetty's selectors are not needed. */
        @Override
        protected void doStart() {}

        @Override
        protected void doStop() {
            getConnectedEndPoints().forEach(EndPoint::close);
        }

        @Override
        public void accept(SelectableChannel channel, Object attachment) {
            limits().forEach(limit -> limit.onAccepting(channel));
            network.serve((SocketChannel) channel, this);
        }

        @Override
        public NetworkEndPoint endPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key)
                throws IOException {
            limits().forEach(limit -> limit.onAccepted(channel));
            InetAddress client = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            if (!addresses.enter(client)) {
                throw new IOException("Too many connections of " + client.getHostAddress());
            }
            PacedEndPoint endPoint =
                    new PacedEndPoint(channel, selector, key, network, this, () -> addresses.leave(client));
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }

        @Override
        public Connection connection(SocketChannel channel, NetworkEndPoint endPoint) throws IOException {
            return newConnection(channel, endPoint, null);
        }

        @Override
        public void opened(NetworkEndPoint endPoint) {
            endPointOpened(endPoint);
        }

        @Override
        public void closed(NetworkEndPoint endPoint) {
            endPointClosed(endPoint);
        }

        private Collection<AcceptListener> limits() {
            return HttpConnector.this.getBeans(AcceptListener.class);
        }

        @Override
        public void failed(SocketChannel channel, Throwable cause) {
            limits().forEach(limit -> limit.onAcceptFailed(channel, cause));
        }
    }
}
