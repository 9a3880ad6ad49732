package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Exchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What two readers could cut into requests at different places is no request: it is refused, and the connection closed. */
class FramingTest {
    private static final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private static final HttpDoor door =
            new HttpDoor(FramingTest::handle, new BufferBudget(1 << 20), TestNetwork.NETWORK);
    private static int port;

    /** Answers when the body has been read. */
    private static void handle(Exchange exchange) {
        seen.add(exchange.path());
        Content.Source.asByteArrayAsync(exchange.body(), -1, new Promise.Invocable<>() {
            @Override
            public void succeeded(byte[] body) {
                answer(exchange, 200);
            }

            @Override
            public void failed(Throwable cause) {
                answer(exchange, 400);
            }
        });
    }

    private static void answer(Exchange exchange, int status) {
        Content.Source body = Content.Source.from(StandardCharsets.UTF_8.encode("seen"));
        exchange.answer(status, HttpFields.build(), body, Callback.NOOP);
    }

    @BeforeAll
    static void open() throws IOException {
        door.open(TestConfig.on("127.0.0.1", 0).config());
        port = Integer.parseInt(door.address().substring(door.address().indexOf(':') + 1));
    }

    @AfterAll
    static void close() {
        door.close(Duration.ofSeconds(10)).join();
    }

    @BeforeEach
    void forget() {
        seen.clear();
    }

    private static String head(String... lines) {
        return "POST /first HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    }

    static Stream<Map.Entry<String, String>> ambiguous() {
        String chunked = "Transfer-Encoding: chunked";
        Map<String, String> cases = new TreeMap<>();
        cases.put("two lengths", head("Content-Length: 4", "Content-Length: 5") + "body5");
        cases.put("the same length twice", head("Content-Length: 4", "Content-Length: 4") + "body");
        cases.put("two lengths in one line", head("Content-Length: 4, 5") + "body5");
        cases.put("a length and chunks", head("Content-Length: 4", chunked) + "0\r\n\r\n");
        cases.put("chunks and a length", head(chunked, "Content-Length: 4") + "0\r\n\r\n");
        cases.put("a negative length", head("Content-Length: -4") + "body");
        cases.put("a length with a sign", head("Content-Length: +4") + "body");
        cases.put("a length in hex", head("Content-Length: 0x4") + "body");
        cases.put("a length without a number", head("Content-Length: ") + "body");
        cases.put("a length beyond all numbers", head("Content-Length: 99999999999999999999") + "body");
        cases.put("chunks twice", head("Transfer-Encoding: chunked, chunked") + "0\r\n\r\n");
        cases.put("chunks that are not last", head("Transfer-Encoding: chunked, identity") + "0\r\n\r\n");
        cases.put("an unknown coding", head("Transfer-Encoding: xchunked") + "0\r\n\r\n");
        cases.put("a coding in quotes", head("Transfer-Encoding: \"chunked\"") + "0\r\n\r\n");
        cases.put("a coding with a tab before it", head("Transfer-Encoding:\u000bchunked") + "0\r\n\r\n");
        cases.put("a chunk of no size", head(chunked) + "\r\n\r\n");
        cases.put("a chunk with a sign", head(chunked) + "+4\r\nbody\r\n0\r\n\r\n");
        cases.put("a chunk in 0x", head(chunked) + "0x4\r\nbody\r\n0\r\n\r\n");
        cases.put("a chunk beyond all numbers", head(chunked) + "FFFFFFFFFFFFFFFFFF\r\nbody\r\n0\r\n\r\n");
        cases.put("a chunk that is longer than it says", head(chunked) + "3\r\nbody\r\n0\r\n\r\n");
        cases.put("a chunk with a blank before its size", head(chunked) + " 4\r\nbody\r\n0\r\n\r\n");
        cases.put("a chunk that ends with LF", head(chunked) + "4\nbody\r\n0\r\n\r\n");
        cases.put("a chunk whose bytes end with LF", head(chunked) + "4\r\nbody\n0\r\n\r\n");
        cases.put("a chunk's extension with LF", head(chunked) + "4;a=\nbody\r\n0\r\n\r\n");
        cases.put("a chunk's extension with CR", head(chunked) + "4;a\rb\r\nbody\r\n0\r\n\r\n");
        cases.put("a folded line", head("X-A: b", " c: d", "Content-Length: 0"));
        cases.put("a folded first line", head(" X-A: b", "Content-Length: 0"));
        cases.put("a blank before the colon", head("Content-Length : 4") + "body");
        cases.put("a tab before the colon", head("Transfer-Encoding\t: chunked") + "0\r\n\r\n");
        cases.put("no colon", head("Content-Length 4") + "body");
        cases.put("no name", head(": 4") + "body");
        cases.put("a name that is no token", head("Content Length: 4") + "body");
        cases.put("lines that end with LF", "POST /first HTTP/1.1\nHost: localhost\nContent-Length: 0\n\n");
        cases.put("a line that ends with LF", "POST /first HTTP/1.1\r\nHost: localhost\nContent-Length: 0\r\n\r\n");
        cases.put("CR in a value", head("X-A: b\rContent-Length: 4") + "body");
        cases.put("NUL in a value", head("X-A: b\u0000c", "Content-Length: 0"));
        cases.put("NUL in a name", head("X\u0000A: b", "Content-Length: 0"));
        cases.put("no host", "GET /first HTTP/1.1\r\nX-A: b\r\n\r\n");
        cases.put("two hosts", "GET /first HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
        cases.put("two hosts in one line", "GET /first HTTP/1.1\r\nHost: a, b\r\n\r\n");
        cases.put("a word more in the line", "GET /first x HTTP/1.1\r\nHost: a\r\n\r\n");
        cases.put("an unknown version", "GET /first HTTP/1.9\r\nHost: a\r\n\r\n");
        cases.put("no version", "GET /first\r\n\r\n");
        return cases.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void whatCouldBeReadInTwoWaysIsRefusedAndTheConnectionClosed(Map.Entry<String, String> named) throws IOException {
        String answer =
                raw(named.getValue() + "GET /smuggled HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertTrue(answer.matches("(?s)HTTP/1\\.1 400 .*"), answer);
        assertEquals(1, answer.split("HTTP/1\\.1 ", -1).length - 1, answer);
        assertTrue(!seen.contains("/smuggled"), "the second request was read");
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void whatIsSaidOfItTellsNothingOfTheServer(Map.Entry<String, String> named) throws IOException {
        String answer = raw(named.getValue()).toLowerCase();

        assertTrue(!answer.contains("jetty") && !answer.contains("server:") && !answer.contains("exception"), answer);
    }

    private static String raw(String bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
