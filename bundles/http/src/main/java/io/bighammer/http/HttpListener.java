package io.bighammer.http;

import io.bighammer.http.websocket.Sockets;
import io.bighammer.spi.AddressLimit;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ListenerDoor;
import io.bighammer.spi.Network;
import io.bighammer.spi.PortHolder;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of Jetty's on one address; opened once, closed once. Its limits may change in between. */
final class HttpListener implements ListenerDoor.Listener {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
    /** Java's own 50 has many clients that come at once wait for a second. */
    private static final int ACCEPT_QUEUE = 1024;

    private final ListenAddress listening;
    private final ListenAddress.In wanted;
    private final Server server;
    private final ServerConnector connector;
    private final ExchangeHandler handler;
    private final HttpConfiguration http = new HttpConfiguration();
    private final HttpProtocols protocols;
    private final NetworkConnectionLimit connections;
    private final AddressLimit addresses;
    private final Pace pace;
    private final Sockets sockets;
    private volatile Optional<GatewayConfig.Tls> tls;

    /** @param wanted where a configuration has it listen; this one has it listen somewhere */
    HttpListener(
            Reception reception, BufferBudget budget, Network network, ListenAddress.In wanted, GatewayConfig config)
            throws IOException {
        this.wanted = wanted;
        GatewayConfig.Limits limits = config.limits();
        listening = wanted.in(config).orElseThrow();
        tls = config.tls(listening.door());
        server = new Server(network.threads(), network.scheduler(), network.buffers());
        http.setSendServerVersion(false);
        http.setHttpCompliance(HttpCompliance.STRICT); // what two readers could read in two ways is no request
        http.setRequestHeaderSize(limits.maxHeaderSize());
        http.setHeaderCacheSize(0); // to look a field up in a connection's own cache takes longer than to read it
        protocols = HttpProtocols.of(http, tls);
        TrustedProxies proxies = new TrustedProxies(config.edge().trustedProxies());
        addresses = new AddressLimit(limits.maxConnectionsPerAddress(), proxies::contain, log::warn);
        connector = new HttpConnector(server, network, addresses, protocols.factories());
        connector.setHost(listening.host());
        connector.setPort(listening.port());
        connector.setIdleTimeout(limits.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(-1); // Drain decides which connections are idle
        connector.setReuseAddress(true);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        server.addConnector(connector);
        pace = new Pace(connector, limits);
        connector.addBean(pace);
        connections = new NetworkConnectionLimit(limits.maxConnections(), server);
        server.addBean(connections);
        server.setErrorHandler(new ProblemPage());
        sockets = new Sockets(server, budget, limits);
        handler = new ExchangeHandler(reception, sockets, proxies);
        server.setHandler(handler);
    }

    void open() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            String reason = PortHolder.reason(e, listening.port());
            stop();
            throw new IOException(listening.key() + ": cannot listen on " + listening + ": " + reason, e);
        }
    }

    /** Opens it, whether another one is open or not. */
    HttpListener openBeside(Optional<HttpListener> old) throws IOException {
        if (old.isPresent()) {
            openBeside(old.get());
        } else {
            open();
        }
        return this;
    }

    /** As {@link #open}, also when the other one has the same port, at another address. */
    void openBeside(HttpListener old) throws IOException {
        if (listening.port() != old.listening.port()) {
            open();
            return;
        }
        connector.setReusePort(true);
        old.sharePort(true);
        try {
            open();
            sharePort(false); // no other program is to slip in
        } finally {
            old.sharePort(false);
        }
    }

    private void sharePort(boolean with) throws IOException {
        ((ServerSocketChannel) connector.getTransport()).setOption(StandardSocketOptions.SO_REUSEPORT, with);
    }

    @Override
    public boolean listensAs(GatewayConfig config) {
        return wanted.in(config).filter(listening::equals).isPresent();
    }

    /** The size of headers counts for new connections, all else for those that are open as well. */
    @Override
    public void apply(GatewayConfig config) {
        renew(config.tls(listening.door()));
        TrustedProxies proxies = new TrustedProxies(config.edge().trustedProxies());
        handler.trust(proxies);
        GatewayConfig.Limits limits = config.limits();
        addresses.change(limits.maxConnectionsPerAddress(), proxies::contain);
        http.setRequestHeaderSize(limits.maxHeaderSize());
        pace.limit(limits);
        sockets.apply(limits);
        long idle = limits.idleTimeout().toMillis();
        if (idle != connector.getIdleTimeout()) {
            connector.setIdleTimeout(idle);
            connector.getConnectedEndPoints().forEach(client -> client.setIdleTimeout(idle));
        }
        connections.setMaxNetworkConnectionCount(limits.maxConnections());
        if (limits.maxConnections() > connections.getNetworkConnectionCount()) {
            connector.setAccepting(true); // the limit itself looks only when a connection comes or goes
        }
    }

    private void renew(Optional<GatewayConfig.Tls> next) {
        if (next.equals(tls)) {
            return;
        }
        try {
            protocols.renew(next.orElseThrow());
            tls = next;
            log.info("New connections to {} get the certificates that are in the files now", address());
        } catch (IOException e) {
            log.error("The certificates stay as they were: {}", e.getMessage());
        }
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        sockets.close(grace);
        return new Drain(server, connector, handler)
                .run(grace)
                .handleAsync(
                        (ended, late) -> {
                            stop();
                            return null;
                        },
                        server.getThreadPool());
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP door did not stop", e);
        }
    }

    @Override
    public String address() {
        return listening.host() + ":" + connector.getLocalPort();
    }

    @Override
    public int connections() {
        return connector.getConnectedEndPoints().size();
    }
}
