package io.bighammer.core.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.core.way.ServiceTarget;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.ClientSocket;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.MessageStream;
import io.bighammer.spi.Origins;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.Services;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A WebSocket between a client and workers that do what the test says; all in one thread. */
class ConnectionTest {
    /** What happens, as each side sees it. */
    private final List<String> log = new ArrayList<>();

    private final List<AnswerListener> asked = new ArrayList<>();
    private final Connections connections = new Connections();
    private final Client client = new Client();
    private Connection connection;

    private final class Client implements ClientSocket {
        @Override
        public void send(boolean text, ByteBuffer message, Callback sent) {
            log.add("client: " + StandardCharsets.UTF_8.decode(message));
            sent.succeeded();
        }

        @Override
        public void sendPart(boolean text, ByteBuffer part, boolean last, Callback sent) {
            send(text, part, sent);
        }

        @Override
        public void demand() {
            // The test says when there is something.
        }

        @Override
        public void close(int code, String reason) {
            log.add("client closed: " + code);
        }
    }

    private final class Stream implements MessageStream {
        private final String name;
        private Listener listener;
        private Callback sent = Callback.NOOP;
        private boolean slow;

        Stream(String name) {
            this.name = name;
        }

        @Override
        public void listen(Listener first) {
            listener = first;
        }

        @Override
        public void send(boolean text, ByteBuffer message, Callback done) {
            log.add(name + ": " + StandardCharsets.UTF_8.decode(message));
            sent = done;
            if (!slow) {
                done.succeeded();
            }
        }

        @Override
        public void end(int code, String reason) {
            log.add(name + " ended: " + code);
        }
    }

    private final class Running implements Services, Service {
        @Override
        public CompletableFuture<Void> run(List<ServiceConfig> services, GatewayConfig config) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> reload(String service) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> names() {
            return List.of("chat");
        }

        @Override
        public Optional<Service> find(String name) {
            return Optional.of(this);
        }

        @Override
        public CompletableFuture<Void> ping(Duration limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> stop() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String name() {
            return "chat";
        }

        @Override
        public void call(Call call, AnswerListener listener) {
            log.add("asked: " + call.event().orElseThrow().kind()
                    + (call.event().get().resumed() ? " resumed" : ""));
            asked.add(listener);
        }
    }

    @BeforeEach
    void open() {
        connections.countFor(Set.of("/chat"));
        ServiceTarget service =
                new ServiceTarget(new Running(), "chat", "chat", "handle", Duration.ofSeconds(5), false);
        SocketTarget target = new SocketTarget(service, "/chat", Origins.SAME_HOST, List.of(), connections);
        Caller caller = new Caller(
                "id",
                "/chat",
                "",
                HttpFields.EMPTY,
                Map.of(),
                "chat",
                "handle",
                "local",
                "http",
                Duration.ofSeconds(5));
        connection = new Connection(
                "c1", target, new SocketTarget.Address("", "/chat", HttpFields.EMPTY), caller, connections);
        connections.add(connection);
        connection.open(cancelled -> {}, new AnswerListener() {
            @Override
            public void answered(Answer answer) {
                log.add("answered: " + answer.status());
            }

            @Override
            public void failed(ServiceException failure) {
                log.add("failed: " + failure.kind());
            }
        });
    }

    private void grant(Stream stream) {
        asked.remove(0).answered(new Answer(101, HttpFields.EMPTY, Content.Source.from(), Optional.of(stream)));
    }

    private Stream opened(boolean slow) {
        Stream stream = new Stream("one");
        stream.slow = slow;
        grant(stream);
        connection.opened(client);
        assertEquals(List.of("asked: OPEN", "answered: 101"), log);
        log.clear();
        return stream;
    }

    private void say(String text) {
        connection.message(true, StandardCharsets.UTF_8.encode(text), Callback.NOOP);
    }

    @Test
    void whatTheClientSaysMeanwhileIsHeardByTheNextWorker() {
        Stream one = opened(true);
        say("a");
        one.listener.leaving();
        say("b");
        one.sent.succeeded();
        one.listener.part(true, StandardCharsets.UTF_8.encode("last"), true, Callback.NOOP);
        one.listener.ended(MessageStream.HANDED_OVER, "");
        grant(new Stream("two"));
        assertEquals(List.of("one: a", "one ended: 0", "client: last", "asked: OPEN resumed", "two: b"), log);
    }

    @Test
    void aCloseOfTheWorkerCountsInTheMiddleOfAHandOver() {
        Stream one = opened(false);
        one.listener.leaving();
        one.listener.ended(4001, "");
        assertEquals(List.of("one ended: 0", "one ended: 4001", "client closed: 4001"), log);
    }

    @Test
    void whereNoWorkerIsTheClientIsToComeAgain() {
        Stream one = opened(false);
        one.listener.leaving();
        one.listener.ended(MessageStream.HANDED_OVER, "");
        asked.remove(0).failed(new ServiceException(ServiceException.Kind.UNAVAILABLE, "none"));
        assertEquals(List.of("one ended: 0", "asked: OPEN resumed", "client closed: 1012"), log);
    }

    @Test
    void aClientThatLeavesMeanwhileIsTakenLeaveOfByTheNextWorker() {
        Stream one = opened(false);
        one.listener.leaving();
        connection.closed(1001, "");
        one.listener.ended(MessageStream.HANDED_OVER, "");
        grant(new Stream("two"));
        assertEquals(List.of("one ended: 0", "asked: OPEN resumed", "two ended: 1001"), log);
        assertEquals(0, connections.count());
    }

    @Test
    void aWorkerThatIsLostClosesTheClient() {
        Stream one = opened(true);
        say("a");
        one.listener.lost("killed");
        assertEquals(List.of("one: a", "client closed: 1011"), log);
    }

    @Test
    void aWebSocketThatCameToNothingIsEndedAtTheWorker() {
        grant(new Stream("one"));
        connection.closed(1006, "");
        assertEquals(List.of("asked: OPEN", "answered: 101", "one ended: 1006"), log);
    }

    @Test
    void whatIsSentBeforeTheClientIsInWaits() {
        connection.send(Message.text("welcome"), Callback.NOOP);
        grant(new Stream("one"));
        connection.opened(client);
        assertEquals(List.of("asked: OPEN", "answered: 101", "client: welcome"), log);
    }

    @Test
    void whatIsThereAndWhatIsSaidIsCountedForTheRoute() {
        connection.send(Message.text("welcome"), Callback.NOOP);
        assertEquals("open 0, received 0, sent 0", figures());
        Stream one = new Stream("one");
        grant(one);
        connection.opened(client);
        say("a");
        say("b");
        one.listener.part(true, StandardCharsets.UTF_8.encode("begin"), false, Callback.NOOP);
        assertEquals("open 1, received 2, sent 1", figures());
        one.listener.part(true, StandardCharsets.UTF_8.encode("end"), true, Callback.NOOP);
        connections.countFor(Set.of("/chat", "/other"));
        assertEquals("open 1, received 2, sent 2", figures());
        connection.closed(1000, "");
        assertEquals("open 0, received 2, sent 2", figures());
        connections.countFor(Set.of("/other"));
        assertEquals(Set.of("/other"), connections.figures().keySet());
    }

    @Test
    void aWebSocketThatCameToNothingIsNotCounted() {
        grant(new Stream("one"));
        connection.closed(1006, "");
        assertEquals("open 0, received 0, sent 0", figures());
    }

    private String figures() {
        SocketFigures figures = connections.figures().get("/chat");
        return "open " + figures.open() + ", received " + figures.received() + ", sent " + figures.sent();
    }
}
