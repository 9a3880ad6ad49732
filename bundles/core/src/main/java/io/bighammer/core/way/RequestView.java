package io.bighammer.core.way;

import io.bighammer.api.BodyFilter;
import io.bighammer.api.Headers;
import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.api.Request;
import io.bighammer.core.route.Lookup;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.Handshake;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;

/** The request as plugins see it, and as it goes to the service. */
public final class RequestView implements Request {
    private final Exchange exchange;
    private final Lookup.Match<Route> match;
    private final String id;
    private final HttpFields.Mutable fields;
    private final CountedBody received;
    private final long maxBodySize;
    private Content.Source body;
    private ByteBuffer whole;
    private Fields queryParams;
    private boolean filtersClosed;

    RequestView(Exchange exchange, Lookup.Match<Route> match, long maxBodySize) {
        this.exchange = exchange;
        this.match = match;
        this.maxBodySize = maxBodySize;
        this.id = RequestId.of(exchange.headers());
        this.fields = ForwardedFields.forService(exchange, id);
        this.received = new CountedBody(exchange.body(), maxBodySize);
        this.body = received;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String door() {
        return exchange.door();
    }

    @Override
    public String scheme() {
        return exchange.scheme();
    }

    @Override
    public String protocol() {
        return exchange.protocol();
    }

    @Override
    public String method() {
        return exchange.method();
    }

    @Override
    public String path() {
        return exchange.path();
    }

    @Override
    public String query() {
        return exchange.query();
    }

    @Override
    public Optional<String> queryParam(String name) {
        if (queryParams == null) {
            queryParams = new Fields();
            UrlEncoded.decodeUtf8To(exchange.query(), queryParams);
        }
        return Optional.ofNullable(queryParams.getValue(name));
    }

    @Override
    public Map<String, String> pathParams() {
        return match.params();
    }

    @Override
    public Headers headers() {
        return new FieldsView(fields);
    }

    @Override
    public String client() {
        return exchange.client();
    }

    @Override
    public ByteBuffer body() {
        if (whole == null) {
            throw new IllegalStateException("the body is here only for a plugin that asks for it in init: "
                    + "config.wholeRequestBody(maxBytes)");
        }
        return whole.asReadOnlyBuffer();
    }

    @Override
    public void filterBody(BodyFilter filter) {
        if (filtersClosed) {
            throw new IllegalStateException("a filter on the request's body belongs into handleRequest");
        }
        if (!filter.keepsLength()) {
            fields.remove(HttpHeader.CONTENT_LENGTH);
        }
        body = new FilteredBody(body, filter);
    }

    void turn() {
        filtersClosed = true;
    }

    /** @throws ProblemException when the head already announces more than the limit */
    void refuseTooLarge() {
        if (exchange.headers().getLongField(HttpHeader.CONTENT_LENGTH) > maxBodySize) {
            throw new ProblemException(Problem.BODY_TOO_LARGE, "The body is larger than " + maxBodySize + " bytes.");
        }
    }

    /** Reads the whole body before it goes on. */
    void whenWhole(int limit, Runnable then, Consumer<Throwable> refused) {
        WholeBody.read(
                body,
                limit,
                bytes -> {
                    whole = ByteBuffer.wrap(bytes);
                    body = Content.Source.from(whole.slice());
                    then.run();
                },
                () -> refused.accept(
                        new ProblemException(Problem.BODY_TOO_LARGE, "The body is larger than " + limit + " bytes.")),
                refused);
    }

    /** The path without what stands before the route's tail. */
    public String strippedPath() {
        return match.strippedPath(path());
    }

    /** When it asks for a WebSocket. */
    public Optional<Handshake> handshake() {
        return exchange instanceof Handshake handshake ? Optional.of(handshake) : Optional.empty();
    }

    public HttpFields fields() {
        return fields;
    }

    Content.Source source() {
        return body;
    }

    long bytesRead() {
        return received.bytes();
    }
}
