package io.bighammer.http;

import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.TlsContext;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What a listener speaks: HTTP/1.1 and HTTP/2, both in the clear, or both over TLS, where ALPN tells which. */
final class HttpProtocols {
    /** The time for the head of a request does not begin with the handshake, which has that time for itself. */
    private static final SslHandshakeListener HANDSHAKES = new SslHandshakeListener() {
        @Override
        public void handshakeSucceeded(Event event) {
            PacedEndPoint.of(event.getEndPoint()).handshakeEnds();
        }
    };

    private final HttpConfiguration http;
    private final Optional<SslContextFactory.Server> tls;

    private HttpProtocols(HttpConfiguration http, Optional<SslContextFactory.Server> tls) {
        this.http = http;
        this.tls = tls;
    }

    static HttpProtocols of(HttpConfiguration http, Optional<GatewayConfig.Tls> tls) throws IOException {
        return new HttpProtocols(http, tls.isPresent() ? Optional.of(TlsContext.of(tls.get())) : Optional.empty());
    }

    ConnectionFactory[] factories() {
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {
                new HttpConnectionFactory(http), watched(new HTTP2CServerConnectionFactory(http))
            };
        }
        // One setting of TLS is for all hosts of a door, so which of them a client names does not matter.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString()); // of a client that has no ALPN
        SslConnectionFactory ssl = new SslConnectionFactory(tls.get(), alpn.getProtocol());
        ssl.addBean(HANDSHAKES);
        return new ConnectionFactory[] {
            ssl, alpn, watched(new HTTP2ServerConnectionFactory(http)), new HttpConnectionFactory(http)
        };
    }

    /** Jetty closes a connection with too many frames a second that ask for nothing; here they are progress as well. */
    private static ConnectionFactory watched(AbstractHTTP2ServerConnectionFactory http2) {
        http2.setConnectProtocolEnabled(false); // WebSockets come over HTTP/1.1
        RateControl.Factory usual = http2.getRateControlFactory();
        http2.setRateControlFactory(new RateControl.Factory() {
            @Override
            public RateControl newRateControl(EndPoint endPoint) {
                PacedEndPoint client = PacedEndPoint.of(endPoint);
                RateControl limit = usual.newRateControl(endPoint);
                return frame -> {
                    client.frameRead();
                    return limit.onEvent(frame);
                };
            }
        });
        return http2;
    }

    /** New connections get these keys and certificates. */
    void renew(GatewayConfig.Tls next) throws IOException {
        TlsContext.renew(tls.orElseThrow(), next);
    }
}
