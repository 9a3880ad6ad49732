package io.bighammer.ipc.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestConfig;
import io.bighammer.ipc.json.JsonWay;
import io.bighammer.ipc.workers.Deadline;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Network;
import io.bighammer.spi.ProblemDetails;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real clients at the main socket, in front of a gateway that tells what it was asked. */
@Timeout(30)
class SocketDoorTest {
    private static final int BUDGET = 1 << 20;

    @TempDir
    Path home;

    private final BufferBudget budget = new BufferBudget(BUDGET);
    private final BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
    private final Network network = new Network(new ArrayByteBufferPool());
    private final SocketDoor door = new SocketDoor(
            new Clients.Ways(this::handle, new JsonWay(this::handle, budget), budget, network), Duration.ofMillis(50));

    @AfterEach
    void close() throws Exception {
        door.close(Duration.ofSeconds(1)).get(10, TimeUnit.SECONDS);
        network.close();
        assertFalse(Files.exists(home.resolve("main.sock")));
        assertEquals(BUDGET, budget.free());
    }

    private void handle(Exchange exchange) {
        switch (exchange.path()) {
            case "/hold" -> held.add(exchange);
            case "/problem" -> {
                HttpFields.Mutable headers = HttpFields.build();
                byte[] bytes = exchange.render(
                        new ProblemDetails(404, "Not Found", "There is no route for it", "not_found", "r-1"), headers);
                exchange.answer(404, headers, Content.Source.from(ByteBuffer.wrap(bytes)), Callback.NOOP);
            }
            case "/broken" -> {
                Content.Source source = Content.Source.from(ByteBuffer.wrap(new byte[1]));
                source.fail(new IOException("secret detail"));
                exchange.answer(200, HttpFields.EMPTY, source, Callback.NOOP);
            }
            case "/large" ->
                exchange.answer(
                        200,
                        HttpFields.EMPTY,
                        Content.Source.from(ByteBuffer.wrap(new byte[BUDGET + 1])),
                        Callback.NOOP);
            default -> echo(exchange);
        }
    }

    private static void echo(Exchange exchange) {
        String body = StandardCharsets.UTF_8
                .decode(exchange.body().read().getByteBuffer())
                .toString();
        String text = "%s %s?%s %s %s"
                .formatted(
                        exchange.method(),
                        exchange.path(),
                        exchange.query(),
                        exchange.headers().get("content-type"),
                        body);
        answer(exchange, text);
    }

    private static void answer(Exchange exchange, String text) {
        exchange.answer(
                200,
                HttpFields.build().put("content-type", "text/plain"),
                Content.Source.from(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))),
                Callback.NOOP);
    }

    private Client client() throws IOException {
        return new Client(home.resolve("main.sock"));
    }

    private void open() throws IOException {
        door.open(TestConfig.in(home));
    }

    @Test
    void aSocketThatMovesAnswersWhatIsUnderWay() throws Exception {
        open();
        try (Client busy = client();
                Client idle = client()) {
            busy.send("{\"path\":\"/hold\"}");
            Exchange exchange = held.poll(10, TimeUnit.SECONDS);

            Door.Change change = door.change(TestConfig.moved(TestConfig.in(home), home.resolve("b")));
            assertTrue(Files.exists(home.resolve("main.sock")));
            change.keep();

            assertFalse(Files.exists(home.resolve("main.sock")));
            try (Client client = new Client(home.resolve("b/main.sock"))) {
                client.send("{\"path\":\"/new\"}");
                assertTrue(client.line().contains("GET /new"));
            }
            answer(exchange, "held");
            assertTrue(busy.line().contains("held"));
            assertTrue(idle.atEnd());
        }
        assertEquals(home.resolve("b/main.sock").toString(), door.address());
    }

    @Test
    void aChangeThatIsNotKeptLeavesNothingOpen() throws Exception {
        open();

        door.change(TestConfig.moved(TestConfig.in(home), home.resolve("b"))).undo();

        assertEquals(home.resolve("main.sock").toString(), door.address());
        assertFalse(Files.exists(home.resolve("b/main.sock")));
    }

    @Test
    void aChangedLimitCountsForOpenConnections() throws Exception {
        open();
        try (Client client = client()) {
            client.send("{\"path\":\"/one\"}");
            client.line();

            door.change(TestConfig.with(home, false, 10 << 20)).keep();

            client.send("{\"path\":\"/two\"}");
            assertTrue(client.line().contains("GET /two"));
            assertTrue(client.atEnd());
        }
    }

    @Test
    void anObjectIsAnsweredWithoutWaitingForTheClientsEnd() throws Exception {
        open();
        try (Client client = client()) {
            client.send("{\"path\":\"/api/example\"}");
            assertEquals("{\"status\":200,\"message\":\"OK\",\"data\":\"GET /api/example? null \"}", client.line());
        }
    }

    @Test
    void severalRequestsAreAnsweredInTheirOrderAndThenTheConnectionEnds() throws Exception {
        open();
        try (Client client = client()) {
            client.send(
                    "{\"path\":\"/a?x=1\"} {\"path\":\"/b\",\"query\":\"y=2\",\"method\":\"post\",\"body\":{\"n\":1.50}}\n");
            client.shutdownOutput();
            assertEquals("{\"status\":200,\"message\":\"OK\",\"data\":\"GET /a?x=1 null \"}", client.line());
            assertEquals(
                    "{\"status\":200,\"message\":\"OK\",\"data\":\"POST /b?y=2 application/json {\\\"n\\\":1.50}\"}",
                    client.line());
            assertTrue(client.atEnd());
        }
    }

    @Test
    void aTornRequestIsPutTogether() throws Exception {
        open();
        try (Client client = client()) {
            for (byte b : "{\"path\":\"/示例\",\"body\":\"a } \\\" {\"}".getBytes(StandardCharsets.UTF_8)) {
                client.send(ByteBuffer.wrap(new byte[] {b}));
            }
            assertEquals(
                    "{\"status\":200,\"message\":\"OK\",\"data\":\"GET /示例? text/plain;charset=utf-8 a } \\\" {\"}",
                    client.line());
        }
    }

    @Test
    void aClientThatAsksForItIsDisconnectedAfterItsAnswer() throws Exception {
        open();
        try (Client client = client()) {
            client.send("{\"path\":\"/a\",\"close\":true}{\"path\":\"/b\"}");
            client.line();
            assertTrue(client.atEnd());
        }
    }

    @Test
    void withoutKeepAliveEveryAnswerClosesTheConnection() throws Exception {
        door.open(TestConfig.with(home, false, 1000));
        try (Client client = client()) {
            client.send("{\"path\":\"/a\"}");
            client.line();
            assertTrue(client.atEnd());
        }
    }

    @Test
    void whatIsNoRequestIsRefusedInWords() throws Exception {
        open();
        try (Client client = client()) {
            refused(client, "{\"pathh\":\"/\"}", "'pathh' is no key of a request");
            refused(client, "{}", "'path' is missing");
            refused(client, "{\"path\":\"a\"}", "'path' must begin with '/'");
            refused(client, "{\"path\":\"/a/..%2fb\"}", "'path': The path can be read in more than one way");
            refused(client, "{\"path\":\"/%zz\"}", "'path': The path cannot be read");
            refused(client, "{\"path\":\"/../a\"}", "'path': The path cannot be read");
            refused(client, "{\"path\":\"/\",\"headers\":{\"a b\":\"c\"}}", "'a b' cannot be the name of a header");
            refused(
                    client,
                    "{\"path\":\"/\",\"headers\":{\"a\":\"c\\r\\nd: e\"}}",
                    "the header 'a' holds a control character");
            client.send("{\"path\":\"/still\"}");
            assertTrue(client.line().contains("GET /still"));
        }
    }

    private static void refused(Client client, String request, String reason) throws Exception {
        client.send(request);
        String line = client.line();
        assertTrue(line.startsWith("{\"status\":400,\"message\":\"" + reason), line);
        assertTrue(line.endsWith("\"data\":null}"), line);
    }

    @Test
    void afterWhatIsNoJsonTheConnectionEnds() throws Exception {
        open();
        for (String garbage : List.of("hello", "{\"path\":}", "{\"path\" \"/a\"}{\"path\":\"/b\"}")) {
            try (Client client = client()) {
                refused(client, garbage, garbage.equals("hello") ? "A request is a JSON object" : "The request is no");
                assertTrue(client.atEnd());
            }
        }
    }

    @Test
    void aRequestInTheMiddleOfWhichTheClientEndsIsRefused() throws Exception {
        open();
        try (Client client = client()) {
            client.send("{\"path\":\"/\"");
            client.shutdownOutput();
            assertTrue(client.line().contains("a '}' is missing"));
        }
    }

    @Test
    void aRequestBeyondTheLimitIsRefused() throws Exception {
        door.open(TestConfig.with(home, true, 1000));
        try (Client client = client()) {
            client.send("{\"path\":\"/\",\"body\":\"" + "x".repeat(1000) + "\"}");
            assertTrue(client.line().startsWith("{\"status\":413,"));
            assertTrue(client.atEnd());
        }
    }

    @Test
    void problemsHaveTheSameForm() throws Exception {
        open();
        try (Client client = client()) {
            client.send("{\"path\":\"/problem\"}");
            assertEquals("{\"status\":404,\"message\":\"There is no route for it\",\"data\":null}", client.line());
            client.send("{\"path\":\"/broken\"}");
            assertEquals(
                    "{\"status\":502,\"message\":\"The service broke off its answer\",\"data\":null}", client.line());
            client.send("{\"path\":\"/large\"}");
            assertTrue(client.line().contains("The answer is too large for this door"));
        }
    }

    @Test
    void closingEndsIdleClientsAtOnceAndLetsARequestFinish() throws Exception {
        open();
        try (Client busy = client();
                Client idle = client()) {
            busy.send("{\"path\":\"/hold\"}");
            idle.send("{\"path\":\"/a\"}");
            idle.line();
            Exchange exchange = held.poll(10, TimeUnit.SECONDS);
            var closed = door.close(Duration.ofSeconds(20));
            assertTrue(idle.atEnd());
            assertThrows(IOException.class, this::client);
            assertFalse(closed.isDone());
            answer(exchange, "late");
            assertEquals("{\"status\":200,\"message\":\"OK\",\"data\":\"late\"}", busy.line());
            assertTrue(busy.atEnd());
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aRequestThatDoesNotEndIsCutOffAfterTheGracePeriod() throws Exception {
        open();
        try (Client busy = client()) {
            busy.send("{\"path\":\"/hold\"}");
            Exchange exchange = held.poll(10, TimeUnit.SECONDS);
            BlockingQueue<String> left = new LinkedBlockingQueue<>();
            exchange.onClientLeft(() -> left.add("left"));
            door.close(Duration.ofMillis(50)).get(10, TimeUnit.SECONDS);
            assertTrue(busy.atEnd());
            assertEquals("left", left.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void onlyTheOwnUserMayOpenTheSocket() throws Exception {
        open();
        assertEquals("rw-------", mode());
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("main.sock")));
    }

    @Test
    void theConfigurationMayOpenItToOthers() throws Exception {
        String group =
                Files.readAttributes(home, PosixFileAttributes.class).group().getName();
        door.open(TestConfig.openTo(
                TestConfig.in(home),
                new GatewayConfig.SocketAccess(
                        PosixFilePermissions.fromString("rw-rw----"), Optional.of(group), List.of(4711))));
        assertEquals("rw-rw----", mode());
        try (Client client = client()) {
            client.send("{\"path\":\"/own\"}");
            assertTrue(client.line().contains("GET /own"));
        }
    }

    @Test
    void aSocketFileThatSomebodyRemovesIsMadeAnew() throws Exception {
        open();
        try (Client before = client()) {
            Files.delete(home.resolve("main.sock"));
            Deadline.await(() -> Files.exists(home.resolve("main.sock")) && mode().equals("rw-------"));

            try (Client client = client()) {
                client.send("{\"path\":\"/new\"}");
                assertTrue(client.line().contains("GET /new"));
            }
            before.send("{\"path\":\"/old\"}");
            assertTrue(before.line().contains("GET /old"));
        }
    }

    /** One blocking socket. */
    private static final class Client implements AutoCloseable {
        private final SocketChannel socket;

        Client(Path path) throws IOException {
            socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
        }

        void send(String text) throws IOException {
            send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        void send(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
        }

        void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        String line() throws IOException {
            var line = new java.io.ByteArrayOutputStream();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (socket.read(one.clear()) == 1) {
                if (one.get(0) == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(one.get(0));
            }
            throw new IOException("No line, but: " + line);
        }

        boolean atEnd() {
            try {
                return socket.read(ByteBuffer.allocate(1)) < 0;
            } catch (IOException reset) {
                // So it ends when the server had unread bytes.
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
