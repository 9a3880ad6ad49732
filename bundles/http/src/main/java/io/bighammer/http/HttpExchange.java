package io.bighammer.http;

import io.bighammer.http.websocket.Sockets;
import io.bighammer.spi.ClientSocket;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.ProblemDetails;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A request of Jetty's, as core sees it. */
final class HttpExchange implements Exchange {
    private static final String WEBSOCKET = "websocket";

    private final ExchangeHandler handler;
    private final PacedEndPoint client;
    private final Request request;
    private final String path;
    private final Origin origin;
    private final Response response;
    private final Callback callback;
    private boolean wantsWebSocket;

    HttpExchange(
            ExchangeHandler handler,
            PacedEndPoint client,
            Request request,
            String path,
            Origin origin,
            Response response,
            Callback callback) {
        this.handler = handler;
        this.client = client;
        this.request = request;
        this.path = path;
        this.origin = origin;
        this.response = response;
        this.callback = callback;
        // A service that takes its time is no idle client: its time is limited by the route.
        request.addIdleTimeoutListener(timeout -> false);
    }

    @Override
    public String door() {
        return handler.door();
    }

    @Override
    public String scheme() {
        return origin.scheme();
    }

    @Override
    public String protocol() {
        return request.getConnectionMetaData().getHttpVersion().asString();
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        String query = request.getHttpURI().getQuery();
        return query == null ? "" : query;
    }

    @Override
    public String authority() {
        return origin.authority();
    }

    @Override
    public String client() {
        return origin.client();
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData tls
                        && tls.peerCertificates() != null
                ? Optional.of(tls.peerCertificates()[0])
                : Optional.empty();
    }

    @Override
    public HttpFields headers() {
        return request.getHeaders();
    }

    @Override
    public Content.Source body() {
        return request.getLength() == 0 ? request : new ReadBody(request, client);
    }

    @Override
    public long startedNanos() {
        return request.getBeginNanoTime();
    }

    @Override
    public void onClientLeft(Runnable listener) {
        request.addFailureListener(failure -> listener.run());
        if (request.getLength() == 0) {
            client.requestRead();
        }
    }

    @Override
    public void answer(int status, HttpFields headers, Content.Source body, Callback done) {
        client.answerBegins();
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        fields.add(headers);
        if (wantsWebSocket && status == HttpStatus.UPGRADE_REQUIRED_426) {
            fields.put(HttpHeader.UPGRADE, WEBSOCKET); // of this connection, not of the answer: core has taken such out
            fields.put(HttpHeader.CONNECTION, HttpHeader.UPGRADE.asString());
        }
        handler.beforeAnswer(request, fields);
        AnswerBody.send(
                body,
                client.isHttp2() ? new AwaitedSink(response, client) : response,
                Callback.combine(done, callback));
    }

    /** Answers 101, and the connection is a WebSocket. */
    void upgrade(HttpFields headers, Sockets sockets, ClientSocket.Listener listener, Callback done) {
        client.answerBegins();
        client.upgraded();
        sockets.grant(request, response, headers, listener, Callback.combine(done, callback));
    }

    @Override
    public byte[] render(ProblemDetails problem, HttpFields.Mutable headers) {
        wantsWebSocket = problem.status() == HttpStatus.UPGRADE_REQUIRED_426;
        return ProblemJson.render(problem, headers);
    }
}
