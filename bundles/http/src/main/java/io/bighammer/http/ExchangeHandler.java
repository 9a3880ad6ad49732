package io.bighammer.http;

import io.bighammer.http.websocket.Sockets;
import io.bighammer.spi.CanonicalPath;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Makes an exchange of each request and counts those that are under way. */
final class ExchangeHandler extends Handler.Abstract.NonBlocking {
    private static final HttpField CLOSE =
            new PreEncodedHttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());

    private final Reception reception;
    private final Sockets sockets;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile TrustedProxies proxies;
    private volatile boolean draining;

    ExchangeHandler(Reception reception, Sockets sockets, TrustedProxies proxies) {
        this.reception = reception;
        this.sockets = sockets;
        this.proxies = proxies;
    }

    String door() {
        return reception.door();
    }

    /** From the next request on. */
    void trust(TrustedProxies next) {
        proxies = next;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<String> path = CanonicalPath.of(request.getHttpURI());
        if (path.isEmpty()) {
            response.getHeaders().put(CLOSE);
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return true;
        }
        inFlight.incrementAndGet();
        PacedEndPoint client =
                PacedEndPoint.of(request.getConnectionMetaData().getConnection().getEndPoint());
        client.requestBegins();
        Callback counted = Callback.from(callback, () -> ended(client));
        HttpExchange exchange =
                new HttpExchange(this, client, request, path.get(), proxies.originOf(request), response, counted);
        if (Sockets.isAskedFor(request)) {
            reception.handshake(new HandshakeExchange(exchange, sockets, reception));
        } else {
            reception.request(exchange);
        }
        return true;
    }

    private void ended(PacedEndPoint client) {
        client.requestEnds();
        inFlight.decrementAndGet();
    }

    /** From now on each answer closes its HTTP/1 connection. */
    void drain() {
        draining = true;
    }

    int inFlight() {
        return inFlight.get();
    }

    void beforeAnswer(Request request, HttpFields.Mutable headers) {
        if (draining
                && request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion()) {
            headers.put(CLOSE);
        }
    }
}
