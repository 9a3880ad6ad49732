package io.bighammer.ipc.clients;

import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Network;
import io.bighammer.spi.TlsContext;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies between the network and the connections of a door: TLS, or nothing. Its certificates may change. */
final class TlsLayer {
    private static final Logger log = LoggerFactory.getLogger(TlsLayer.class);

    private final String door;
    private final Optional<SslContextFactory.Server> context;
    private Optional<GatewayConfig.Tls> tls;

    TlsLayer(String door, GatewayConfig config) throws IOException {
        this.door = door;
        tls = config.tls(door);
        context = tls.isPresent() ? Optional.of(TlsContext.of(tls.get())) : Optional.empty();
    }

    String scheme() {
        return context.isPresent() ? "https" : "http";
    }

    boolean isAs(GatewayConfig config) {
        return config.tls(door).isPresent() == context.isPresent();
    }

    /** New connections get the certificates of this configuration. */
    void renew(GatewayConfig config) {
        Optional<GatewayConfig.Tls> next = config.tls(door);
        if (next.equals(tls)) {
            return;
        }
        try {
            TlsContext.renew(context.orElseThrow(), next.orElseThrow());
            tls = next;
            log.info("New connections to door {} get the certificates that are in the files now", door);
        } catch (IOException e) {
            log.error("The certificates of door {} stay as they were: {}", door, e.getMessage());
        }
    }

    /** @param maker makes the connection at the end point where it can be understood */
    Connection connection(ClientEndPoint network, Network shared, Function<EndPoint, ClientConnection> maker) {
        if (context.isEmpty()) {
            return maker.apply(network);
        }
        SSLEngine engine = context.get().newSSLEngine();
        engine.setUseClientMode(false);
        SslConnection ssl =
                new SslConnection(shared.buffers(), shared.threads(), context.get(), network, engine, true, true);
        ssl.setRenegotiationAllowed(false);
        ClientConnection connection = maker.apply(ssl.getSslEndPoint());
        connection.handshakeBegins();
        ssl.addHandshakeListener(new SslHandshakeListener() {
            @Override
            public void handshakeSucceeded(Event event) {
                connection.handshakeEnds();
            }
        });
        ssl.getSslEndPoint().setConnection(connection);
        return ssl;
    }

    void stop() {
        context.ifPresent(made -> LifeCycle.stop(made));
    }
}
