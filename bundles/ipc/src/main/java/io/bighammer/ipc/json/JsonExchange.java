package io.bighammer.ipc.json;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.JsonRequests;
import io.bighammer.spi.ProblemDetails;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** A JSON request on its way, and the one reply to it. */
final class JsonExchange implements Exchange {
    private static final int BROKEN = 502;
    private static final Runnable NOTHING = () -> {};

    private final JsonRequest request;
    private final JsonRequests.Client client;
    private final BufferBudget budget;
    private final Consumer<JsonRequests.Reply> reply;
    private final long started = System.nanoTime();
    private final Content.Source body;
    private final AtomicReference<Runnable> onClientLeft = new AtomicReference<>(NOTHING);

    JsonExchange(
            JsonRequest request, JsonRequests.Client client, BufferBudget budget, Consumer<JsonRequests.Reply> reply) {
        this.request = request;
        this.client = client;
        this.budget = budget;
        this.reply = reply;
        this.body = Content.Source.from(ByteBuffer.wrap(request.body()));
    }

    void clientLeft() {
        onClientLeft.getAndSet(NOTHING).run();
    }

    @Override
    public void answer(int status, HttpFields headers, Content.Source source, Callback done) {
        Optional<String> type = Optional.ofNullable(headers.get(HttpHeader.CONTENT_TYPE));
        WholeBody whole = new WholeBody(source, budget);
        whole.read().whenComplete((bytes, failure) -> {
            Callback sent = Callback.from(() -> ended(whole), done);
            if (failure == null) {
                reply(Envelope.of(status, type, bytes), sent);
            } else {
                // Nothing has been sent yet: the client gets an answer that says so, the gateway a failure.
                Callback broken = Callback.from(() -> sent.failed(failure), cause -> sent.failed(failure));
                reply(Envelope.of(BROKEN, clientMessage(failure)), broken);
            }
        });
    }

    private void ended(WholeBody whole) {
        onClientLeft.set(NOTHING);
        whole.giveBack();
    }

    private void reply(byte[] object, Callback sent) {
        reply.accept(new JsonRequests.Reply(object, request.close(), true, sent));
    }

    private static String clientMessage(Throwable failure) {
        return failure instanceof BodyTooLargeException ? failure.getMessage() : "The service broke off its answer";
    }

    @Override
    public byte[] render(ProblemDetails problem, HttpFields.Mutable headers) {
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        return Envelope.of(problem.status(), problem.detail());
    }

    @Override
    public String door() {
        return client.door();
    }

    @Override
    public String scheme() {
        return client.scheme();
    }

    @Override
    public String protocol() {
        return "JSON";
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String path() {
        return request.target().path();
    }

    @Override
    public String query() {
        return request.target().query();
    }

    @Override
    public String authority() {
        return Optional.ofNullable(request.headers().get(HttpHeader.HOST)).orElse("");
    }

    @Override
    public String client() {
        return client.address();
    }

    @Override
    public HttpFields headers() {
        return request.headers();
    }

    @Override
    public Content.Source body() {
        return body;
    }

    @Override
    public long startedNanos() {
        return started;
    }

    @Override
    public void onClientLeft(Runnable listener) {
        onClientLeft.set(listener);
    }
}
