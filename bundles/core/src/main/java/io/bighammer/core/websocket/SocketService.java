package io.bighammer.core.websocket;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The WebSockets for workers, which send to them like calling another service. Its answers are envelopes. Safe for use by many threads. */
@Component(service = Service.class, property = Service.BUILT_IN + "=" + Service.WEBSOCKET)
public final class SocketService implements Service {
    private static final int MOST_BYTES = 1 << 20;
    private static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");

    private final JsonMapper mapper = JsonMapper.shared();
    private final Connections connections;

    @Activate
    public SocketService(@Reference Connections connections) {
        this.connections = connections;
    }

    @Override
    public String name() {
        return WEBSOCKET;
    }

    @Override
    public void call(Call call, AnswerListener listener) {
        Content.Source.asByteArrayAsync(call.body(), MOST_BYTES, new Promise.Invocable<>() {
            @Override
            public void succeeded(byte[] body) {
                listener.answered(answer(call.handler(), body));
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

    private Answer answer(String handler, byte[] body) {
        try {
            return switch (handler) {
                case "websocket.send" -> send(body);
                case "websocket.join" -> {
                    SocketRequest request = SocketRequest.read(body, List.of("connection", "group"));
                    String group = request.group();
                    yield ok(BooleanNode.valueOf(connections
                            .find(request.connection())
                            .filter(one -> connections.join(one, group))
                            .isPresent()));
                }
                case "websocket.leave" -> {
                    SocketRequest request = SocketRequest.read(body, List.of("connection", "group"));
                    String group = request.group();
                    yield ok(BooleanNode.valueOf(connections
                            .find(request.connection())
                            .filter(one -> connections.leave(one, group))
                            .isPresent()));
                }
                case "websocket.close" -> close(body);
                default ->
                    envelope(
                            HttpStatus.NOT_FOUND_404,
                            "there is no handler \"" + handler + "\"; there are: websocket.send, websocket.join,"
                                    + " websocket.leave, websocket.close",
                            NullNode.instance);
            };
        } catch (IllegalArgumentException e) {
            return envelope(HttpStatus.BAD_REQUEST_400, handler + ": " + e.getMessage(), NullNode.instance);
        }
    }

    private Answer send(byte[] body) {
        SocketRequest request =
                SocketRequest.read(body, List.of("connection", "group", "route", "except", "text", "json", "base64"));
        Message message = request.message();
        if (message.bytes().remaining() > connections.maxMessageSize()) {
            throw new IllegalArgumentException(
                    "a message may have " + connections.maxMessageSize() + " bytes (limits.max_message_size)");
        }
        Collection<Connection> receivers = request.receivers(connections);
        receivers.forEach(one -> one.send(message.copy(), Callback.NOOP));
        return ok(IntNode.valueOf(receivers.size()));
    }

    private Answer close(byte[] body) {
        SocketRequest request =
                SocketRequest.read(body, List.of("connection", "group", "route", "except", "code", "reason"));
        int code = request.code();
        String reason = request.reason();
        Collection<Connection> those = request.receivers(connections);
        those.forEach(one -> one.close(code, reason));
        return ok(IntNode.valueOf(those.size()));
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
