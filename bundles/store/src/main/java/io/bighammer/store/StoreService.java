package io.bighammer.store;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceException;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The store for workers, which call it like another service. Its answers are envelopes. Safe for use by many threads. */
final class StoreService implements Service {
    private static final int MOST_BYTES = 1 << 20;
    private static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");

    private final JsonMapper mapper = JsonMapper.shared();
    private final KeyValueStore store;

    StoreService(KeyValueStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return STORE;
    }

    @Override
    public void call(Call call, AnswerListener listener) {
        Content.Source.asByteArrayAsync(call.body(), MOST_BYTES, new Promise.Invocable<>() {
            @Override
            public void succeeded(byte[] body) {
                listener.answered(answer(call, body));
            }

            @Override
            public void failed(Throwable failure) {
                if (failure instanceof IllegalStateException) { // Jetty's word for a body above the limit
                    listener.answered(envelope(
                            HttpStatus.PAYLOAD_TOO_LARGE_413, "a call's body may have 1 MiB", NullNode.instance));
                } else {
                    listener.failed(new ServiceException(
                            ServiceException.Kind.CANCELLED, "the body of the call did not come whole", failure));
                }
            }
        });
    }

    private Answer answer(Call call, byte[] body) {
        try {
            return switch (call.handler()) {
                case "store.get" -> get(StoreRequest.read(body, List.of("key")));
                case "store.set" -> set(StoreRequest.read(body, List.of("key", "value", "expires")));
                case "store.increment" -> increment(StoreRequest.read(body, List.of("key", "by", "expires")));
                case "store.remove" ->
                    ok(BooleanNode.valueOf(
                            store.remove(StoreRequest.read(body, List.of("key")).key())));
                default ->
                    envelope(
                            HttpStatus.NOT_FOUND_404,
                            "the store has no handler \"" + call.handler()
                                    + "\"; there are: store.get, store.set, store.increment, store.remove",
                            NullNode.instance);
            };
        } catch (IllegalArgumentException e) {
            return envelope(HttpStatus.BAD_REQUEST_400, call.handler() + ": " + e.getMessage(), NullNode.instance);
        }
    }

    private Answer get(StoreRequest request) {
        return store.value(request.key())
                .map(this::ok)
                .orElseGet(() -> envelope(
                        HttpStatus.NOT_FOUND_404, "there is no value of \"" + request.key() + "\"", NullNode.instance));
    }

    private Answer set(StoreRequest request) {
        store.value(request.key(), request.value(), request.expires());
        return ok(NullNode.instance);
    }

    private Answer increment(StoreRequest request) {
        return ok(LongNode.valueOf(store.increment(request.key(), request.by(), request.expires())));
    }

    private Answer ok(JsonNode data) {
        return envelope(HttpStatus.OK_200, "OK", data);
    }

    private Answer envelope(int status, String message, JsonNode data) {
        ObjectNode envelope = mapper.createObjectNode();
        envelope.put("status", status).put("message", message).set("data", data);
        byte[] bytes = mapper.writeValueAsBytes(envelope);
        HttpFields headers = HttpFields.build()
                .put(JSON)
                .put(HttpHeader.CONTENT_LENGTH, bytes.length)
                .asImmutable();
        return new Answer(status, headers, Content.Source.from(ByteBuffer.wrap(bytes)));
    }
}
