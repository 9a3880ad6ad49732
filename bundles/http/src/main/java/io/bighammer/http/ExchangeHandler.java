package io.bighammer.http;

import io.bighammer.spi.Gateway;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
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

    private final Gateway gateway;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean draining;

    ExchangeHandler(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        inFlight.incrementAndGet();
        PacedEndPoint client =
                PacedEndPoint.of(request.getConnectionMetaData().getConnection().getEndPoint());
        client.requestBegins();
        Callback counted = Callback.from(callback, () -> ended(client));
        gateway.handle(new HttpExchange(this, client, request, response, counted));
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
