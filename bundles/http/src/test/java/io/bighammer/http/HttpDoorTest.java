package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ProblemDetails;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ChunksContentSource;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpDoorTest {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Executor CLIENT = task -> new Thread(task, "client").start();

    private final LinkedBlockingQueue<Exchange> waiting = new LinkedBlockingQueue<>();
    private final HttpDoor door = new HttpDoor(this::handle, new BufferBudget(1 << 20), TestNetwork.NETWORK);
    private int port;

    /** Answers what does not wait; at once, unless a test wants other threads. */
    private volatile Executor others = Runnable::run;

    private final LinkedBlockingQueue<Exchange> left = new LinkedBlockingQueue<>();

    private void handle(Exchange exchange) {
        exchange.onClientLeft(() -> left.add(exchange));
        if (exchange.path().equals("/wait")) {
            waiting.add(exchange);
        } else if (exchange.path().startsWith("/chat")) {
            wantWebSocket(exchange, exchange.path().equals("/chat"));
        } else {
            others.execute(() -> answer(exchange, exchange.method() + " " + exchange.path() + "?" + exchange.query()));
        }
    }

    private static void wantWebSocket(Exchange exchange, boolean byGateway) {
        HttpFields.Mutable headers = HttpFields.build();
        byte[] body = byGateway
                ? exchange.render(new ProblemDetails(426, "Upgrade Required", "", "upgrade_required", "7"), headers)
                : new byte[0];
        exchange.answer(426, headers, Content.Source.from(ByteBuffer.wrap(body)), Callback.NOOP);
    }

    private static void answer(Exchange exchange, String text) {
        exchange.answer(
                200, HttpFields.build(), Content.Source.from(StandardCharsets.UTF_8.encode(text)), Callback.NOOP);
    }

    @BeforeEach
    void open() throws IOException {
        open(config(0));
    }

    private void open(GatewayConfig config) throws IOException {
        door.open(config);
        port = Integer.parseInt(door.address().substring(door.address().indexOf(':') + 1));
    }

    @AfterEach
    void close() {
        door.close(GRACE).join();
    }

    private static GatewayConfig config(int port) {
        return config(port, Duration.ofSeconds(10), 0);
    }

    private static GatewayConfig config(int port, Duration headerTimeout, long minBodyRate) {
        return TestConfig.on("127.0.0.1", port)
                .slowest(headerTimeout, minBodyRate)
                .config();
    }

    private HttpResponse<String> get(HttpClient.Version version, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpClient client = HttpClient.newBuilder().version(version).build();
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends bytes as they are and reads until the gateway closes. */
    private String raw(String bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void bothVersionsOfHttpAreSpoken() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<String> response = get(version, "/a/b?x=%20");
            assertEquals(version, response.version());
            assertEquals("GET /a/b?x=%20", response.body());
        }
    }

    @Test
    void anUpgradeIsOfferedWhereThereCanBeOne() throws Exception {
        HttpHeaders offered = get(HttpClient.Version.HTTP_1_1, "/chat").headers();
        assertEquals(Optional.of("websocket"), offered.firstValue("Upgrade"));
        assertEquals(Optional.of("Upgrade"), offered.firstValue("Connection"));
        assertFalse(get(HttpClient.Version.HTTP_1_1, "/chat/of/a/service")
                .headers()
                .map()
                .containsKey("upgrade"));
        HttpResponse<String> http2 = get(HttpClient.Version.HTTP_2, "/chat");
        assertEquals(426, http2.statusCode());
        assertFalse(http2.headers().map().containsKey("upgrade"));
    }

    @Test
    void aPathIsDecodedOnce() throws Exception {
        assertEquals(
                "GET /接口/ü?",
                get(HttpClient.Version.HTTP_1_1, "/%E6%8E%A5%E5%8F%A3/%C3%BC").body());
        HttpResponse<String> ambiguous = get(HttpClient.Version.HTTP_1_1, "/a%2Fb");
        assertEquals(400, ambiguous.statusCode());
        assertTrue(ambiguous.body().contains("The path can be read in more than one way"), ambiguous.body());
    }

    @Test
    void neitherNameNorVersionIsTold() throws Exception {
        assertFalse(get(HttpClient.Version.HTTP_1_1, "/").headers().map().containsKey("server"));
    }

    @Test
    void headersAboveTheLimitAreRefusedAsAProblem() throws Exception {
        HttpResponse<String> response = get(HttpClient.Version.HTTP_1_1, "/", "X-Long", "x".repeat(3000));
        assertEquals(431, response.statusCode());
        assertEquals(Optional.of("application/problem+json"), response.headers().firstValue("Content-Type"));
        assertTrue(response.body().contains("\"code\":\"headers_too_large\""), response.body());
        String id = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertTrue(response.body().contains("\"request_id\":\"" + id + "\""), response.body());
        assertTrue(response.body().contains("\"data\":null"), response.body());
    }

    @Test
    void whatIsNoRequestIsRefusedAsAProblem() throws Exception {
        String answer = raw("this is not http\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("\"code\":\"bad_request\""), answer);
    }

    @Test
    void aBodyThatBreaksOffIsNoWholeAnswer() throws Exception {
        CompletableFuture<String> received = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return raw("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
                    } catch (IOException e) {
                        return "broken";
                    }
                },
                CLIENT);
        Exchange exchange = waiting.poll(10, TimeUnit.SECONDS);
        Content.Source broken = new ChunksContentSource(List.of(
                Content.Chunk.from(StandardCharsets.UTF_8.encode("part"), false),
                Content.Chunk.from(new IOException("the worker died"), true)));
        exchange.answer(200, HttpFields.build(), broken, Callback.NOOP);
        String answer = received.get(10, TimeUnit.SECONDS);
        assertFalse(answer.endsWith("0\r\n\r\n"), answer);
        assertFalse(answer.contains("worker"), answer);
    }

    @Test
    void aClientThatLeavesIsNoticedWhileItsRequestIsWorkedOn() throws Exception {
        for (String request : List.of(
                "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody",
                "POST /wait HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n")) {
            Exchange exchange;
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                exchange = waiting.poll(10, TimeUnit.SECONDS);
                Content.Source.consumeAll(exchange.body(), Callback.NOOP);
            }
            assertSame(exchange, left.poll(10, TimeUnit.SECONDS), request);
            answer(exchange, "too late");
        }
    }

    @Test
    void aClientThatSendsTheNextRequestEarlyHasNotLeft() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000);
            OutputStream out = client.getOutputStream();
            out.write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            Exchange first = waiting.poll(10, TimeUnit.SECONDS);
            String second =
                    "GET /second HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(1500) + "\r\nConnection: close\r\n\r\n";
            out.write(second.getBytes(StandardCharsets.UTF_8));
            answer(first, "first");
            String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answers.contains("first") && answers.endsWith("GET /second?"), answers);
            assertTrue(left.isEmpty());
        }
    }

    @Test
    void noRequestIsForgottenWhenOtherThreadsAnswer() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        others = threads;
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            clients.add(CompletableFuture.supplyAsync(() -> askAgainAndAgain(5000), CLIENT));
        }
        for (CompletableFuture<Integer> client : clients) {
            assertEquals(5000, client.get(60, TimeUnit.SECONDS));
        }
        threads.shutdown();
    }

    /** @return how many requests were answered */
    private int askAgainAndAgain(int times) {
        byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        int answered = 0;
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000);
            while (answered < times) {
                client.getOutputStream().write(request);
                byte[] answer = new byte[1024];
                int length = 0;
                while (!new String(answer, 0, length, StandardCharsets.UTF_8).endsWith("GET /?")) {
                    length += client.getInputStream().read(answer, length, answer.length - length);
                }
                answered++;
            }
        } catch (IOException e) {
            return answered;
        }
        return answered;
    }

    @Test
    void requestsSentTogetherAreAnsweredInTheirOrderHoweverTheAnswersCome() throws Exception {
        int count = 2000;
        CompletableFuture<String> received = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        String last = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                        return raw("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n".repeat(count) + last);
                    } catch (IOException e) {
                        return "broken: " + e;
                    }
                },
                CLIENT);
        for (int n = 0; n < count; n++) {
            Exchange exchange = waiting.poll(10, TimeUnit.SECONDS);
            answer(exchange, "answer " + n + ";");
        }
        String answers = received.get(10, TimeUnit.SECONDS);
        int from = 0;
        for (int n = 0; n < count; n++) {
            from = answers.indexOf("answer " + n + ";", from);
            assertTrue(from >= 0, "answer " + n + " is missing, or in the wrong place");
        }
        assertTrue(answers.endsWith("GET /last?"), answers.substring(answers.length() - 200));
    }

    @Test
    void aDoorThatClosesAnswersWhatIsUnderWay() throws Exception {
        Socket idle = new Socket(InetAddress.getLoopbackAddress(), port);
        CompletableFuture<HttpResponse<String>> underWay = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return get(HttpClient.Version.HTTP_1_1, "/wait");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                CLIENT);
        Exchange exchange = waiting.poll(10, TimeUnit.SECONDS);
        CompletableFuture<Void> closed = door.close(GRACE);
        awaitRefusal();
        assertFalse(closed.isDone());
        answer(exchange, "at last");
        HttpResponse<String> response = underWay.get(10, TimeUnit.SECONDS);
        assertEquals("at last", response.body());
        assertEquals(Optional.of("close"), response.headers().firstValue("Connection"));
        closed.get(5, TimeUnit.SECONDS);
        InputStream end = idle.getInputStream();
        idle.setSoTimeout(5_000);
        assertEquals(-1, end.read());
        idle.close();
    }

    private void awaitRefusal() {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            } catch (IOException refused) {
                return;
            }
        }
        fail("the port still takes connections");
    }

    @Test
    void aClientThatDribblesItsHeadIsSentAway() throws Exception {
        reopen(Duration.ofMillis(200), 0);
        dribbleUntilSentAway();
    }

    private void dribbleUntilSentAway() throws IOException {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
            slow.setSoTimeout(10_000);
            slow.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX-".getBytes(StandardCharsets.UTF_8));
            assertEquals(-1, slow.getInputStream().read());
        }
    }

    @Test
    void aClientThatDribblesItsBodyIsSentAway() throws Exception {
        reopen(Duration.ofMillis(200), 1000);
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
            slow.setSoTimeout(10_000);
            slow.getOutputStream()
                    .write("POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx"
                            .getBytes(StandardCharsets.UTF_8));
            Exchange exchange = waiting.poll(10, TimeUnit.SECONDS);
            Content.Source.consumeAll(exchange.body(), Callback.NOOP);
            assertEquals(-1, slow.getInputStream().read());
        }
    }

    @Test
    void aServiceThatTakesItsTimeIsNoSlowClient() throws Exception {
        reopen(Duration.ofMillis(100), 1_000_000);
        try (Socket patient = new Socket(InetAddress.getLoopbackAddress(), port)) {
            patient.setSoTimeout(10_000);
            patient.getOutputStream().write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            Exchange exchange = waiting.poll(10, TimeUnit.SECONDS);
            dribbleUntilSentAway(); // so that the limit has passed for both
            answer(exchange, "done");
            assertEquals('H', patient.getInputStream().read());
        }
    }

    private void reopen(Duration headerTimeout, long minBodyRate) throws IOException {
        door.close(GRACE).join();
        open(config(0, headerTimeout, minBodyRate));
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsKeyAndItsHolder() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            HttpDoor second = new HttpDoor(this::handle, new BufferBudget(1 << 20), TestNetwork.NETWORK);
            IOException failure = assertThrows(IOException.class, () -> second.open(config(taken.getLocalPort())));
            assertTrue(failure.getMessage().startsWith("ports.http_port: "), failure.getMessage());
            assertTrue(
                    failure.getMessage()
                            .contains(" process " + ProcessHandle.current().pid()),
                    failure.getMessage());
            assertEquals("", second.address());
        }
    }
}
