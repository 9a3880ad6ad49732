package io.bighammer.core.websocket;

import io.bighammer.api.ProblemException;
import io.bighammer.core.way.Refusals;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.SocketEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.io.JsonStringEncoder;

/** Each message is a request, and its answer is sent back. */
final class EventTalk implements Talk {
    private static final Logger log = LoggerFactory.getLogger(EventTalk.class);
    private static final String BYTES = "application/octet-stream";

    private final Connection connection;

    EventTalk(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void begin() {
        // Nothing is said before the client has said something.
    }

    @Override
    public void say(Message message, Runnable said) {
        SocketEvent event = SocketEvent.message(connection.id(), message.text());
        connection.ask(event, message.bytes(), cancelled -> {}, new AnswerListener() {
            @Override
            public void answered(Answer answer) {
                message.done().succeeded();
                reply(answer, said);
            }

            @Override
            public void failed(ServiceException failure) {
                message.done().succeeded();
                complain(failure, said);
            }
        });
    }

    private void reply(Answer answer, Runnable said) {
        Content.Source.asByteArrayAsync(answer.body(), connection.maxMessageSize(), new Promise.Invocable<>() {
            @Override
            public void succeeded(byte[] body) {
                if (body.length == 0 || answer.status() == HttpStatus.NO_CONTENT_204) {
                    said.run();
                    return;
                }
                boolean bytes = BYTES.equals(answer.headers().get(HttpHeader.CONTENT_TYPE)) || !isText(body);
                send(new Message(!bytes, ByteBuffer.wrap(body), Callback.NOOP), said);
            }

            @Override
            public void failed(Throwable failure) {
                answer.body().fail(failure);
                boolean tooLarge = failure instanceof IllegalStateException; // Jetty's word for a body above the limit
                String why = tooLarge
                        ? "its answer is larger than limits.max_message_size, " + connection.maxMessageSize()
                        : "it broke its answer off";
                complain(new ServiceException(ServiceException.Kind.BAD_ANSWER, why, failure), said);
            }
        });
    }

    private static boolean isText(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private void complain(ServiceException failure, Runnable said) {
        log.warn("{}: a message of WebSocket {}: {}", connection.caller().id(), connection.id(), failure.getMessage());
        ProblemException problem = Refusals.of(failure);
        String json = "{\"status\":%d,\"message\":\"%s\",\"data\":null}"
                .formatted(
                        problem.problem().status(),
                        new String(JsonStringEncoder.getInstance().quoteAsCharArray(problem.detail())));
        send(Message.text(json), said);
    }

    private void send(Message message, Runnable said) {
        connection.send(message, Callback.from(said, gone -> said.run()));
    }

    @Override
    public void end(int code, String reason) {
        SocketEvent event = SocketEvent.close(connection.id(), code);
        connection.ask(event, StandardCharsets.UTF_8.encode(reason), cancelled -> {}, new AnswerListener() {
            @Override
            public void answered(Answer answer) {
                Content.Source.consumeAll(answer.body(), Callback.NOOP);
            }

            @Override
            public void failed(ServiceException failure) {
                log.warn(
                        "{}: the close of WebSocket {} was not heard: {}",
                        connection.caller().id(),
                        connection.id(),
                        failure.getMessage());
            }
        });
    }
}
