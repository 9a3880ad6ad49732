package io.bighammer.http;

import io.bighammer.http.websocket.Sockets;
import io.bighammer.spi.ClientSocket;
import io.bighammer.spi.Handshake;
import io.bighammer.spi.ProblemDetails;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** A request of Jetty's that asks for a WebSocket. */
final class HandshakeExchange implements Handshake {
    /** WebSocket's code for an end without a word. */
    private static final int GONE = 1006;

    private final HttpExchange plain;
    private final Sockets sockets;
    private final Reception reception;
    private volatile Optional<ClientSocket.Listener> listener = Optional.empty();

    HandshakeExchange(HttpExchange plain, Sockets sockets, Reception reception) {
        this.plain = plain;
        this.sockets = sockets;
        this.reception = reception;
    }

    /** The same as any other request. */
    HttpExchange plain() {
        return plain;
    }

    Sockets sockets() {
        return sockets;
    }

    @Override
    public void talk(ClientSocket.Listener who) {
        listener = Optional.of(who);
    }

    @Override
    public void pass() {
        reception.unrouted(this);
    }

    @Override
    public void answer(int status, HttpFields headers, Content.Source body, Callback done) {
        if (status == HttpStatus.SWITCHING_PROTOCOLS_101 && listener.isPresent()) {
            plain.upgrade(headers, sockets, listener.get(), done);
        } else {
            listener.ifPresent(nobody -> nobody.closed(GONE, ""));
            plain.answer(status, headers, body, done);
        }
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public String door() {
        return plain.door();
    }

    @Override
    public String scheme() {
        return plain.scheme();
    }

    @Override
    public String protocol() {
        return plain.protocol();
    }

    @Override
    public String path() {
        return plain.path();
    }

    @Override
    public String query() {
        return plain.query();
    }

    @Override
    public String authority() {
        return plain.authority();
    }

    @Override
    public String client() {
        return plain.client();
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        return plain.clientCertificate();
    }

    @Override
    public HttpFields headers() {
        return plain.headers();
    }

    @Override
    public Content.Source body() {
        return plain.body();
    }

    @Override
    public long startedNanos() {
        return plain.startedNanos();
    }

    @Override
    public void onClientLeft(Runnable gone) {
        plain.onClientLeft(gone);
    }

    @Override
    public byte[] render(ProblemDetails problem, HttpFields.Mutable headers) {
        return plain.render(problem, headers);
    }
}
