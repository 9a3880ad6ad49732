package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.CanonicalPath;
import io.bighammer.spi.Exchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code /admin} stands for a path that a plugin protects. However it is spelt: core sees it as {@code /admin}, or as a path that nobody
 * behind it could take for that, or not at all.
 */
class PathSpellingTest {
    private static final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private static final HttpDoor door =
            new HttpDoor(PathSpellingTest::handle, new BufferBudget(1 << 20), TestNetwork.NETWORK);
    private static int port;

    private static void handle(Exchange exchange) {
        seen.add(exchange.path());
        exchange.answer(
                200, HttpFields.build(), Content.Source.from(StandardCharsets.UTF_8.encode("seen")), Callback.NOOP);
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

    static List<String> spellings() {
        return List.of(
                "//admin",
                "///admin",
                "/./admin",
                "/././admin",
                "/admin/.",
                "/x/../admin",
                "/x/y/../../admin",
                "/../admin",
                "/..;/admin",
                "/x/..;/admin",
                "/x/..;a=b/admin",
                "/x/.;/../admin",
                "/;/admin",
                "/;x=1/admin",
                "/admin;",
                "/admin;x=1",
                "/admin;/",
                "/admin;/x/..",
                "/%2e/admin",
                "/%2E/admin",
                "/x/%2e%2e/admin",
                "/x/.%2e/admin",
                "/x/%2e./admin",
                "/x/%2e%2e%2fadmin",
                "/x%2f..%2fadmin",
                "/%2fadmin",
                "/%2Fadmin",
                "%2fadmin",
                "/admin%2f",
                "/admin%2f..%2fadmin",
                "/\\admin",
                "\\admin",
                "/x\\..\\admin",
                "/x/..\\admin",
                "/%5cadmin",
                "/x/..%5cadmin",
                "/x%5c..%5cadmin",
                "/admin%00",
                "/admin%00.html",
                "/%00/admin",
                "/admin\u0000",
                "/admin%0a",
                "/admin%0d%0a",
                "/admin%09",
                "/admin%7f",
                "/admin%c2%85",
                "/%61dmin",
                "/%61%64%6d%69%6e",
                "/admi%6e",
                "/%2561dmin",
                "/%252fadmin",
                "/x/%252e%252e/admin",
                "/x/%25%32%65%25%32%65/admin",
                "/%c0%afadmin",
                "/%c0%ae/admin",
                "/x/%c0%ae%c0%ae/admin",
                "/%e0%80%afadmin",
                "/%f0%80%80%afadmin",
                "/%c1%a1dmin",
                "/%u0061dmin",
                "/%uff0fadmin",
                "/admin%",
                "/admin%2",
                "/%zzadmin",
                "/admin%ff",
                "/\u00c0\u00afadmin",
                "http://localhost/admin",
                "HTTP://LOCALHOST/admin",
                "http://localhost//admin",
                "http://localhost/x/../admin",
                "http://localhost/%2e/admin",
                "http://localhost\\admin",
                "http://localhost/;/admin",
                "/admin#x",
                "/x#/../admin",
                "/admin?x",
                "/x?/../admin",
                "admin",
                "./admin",
                "*",
                "?/admin",
                "/admin/",
                "/admin//",
                " /admin",
                "/admin\t");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void noSpellingLeadsPastAPlugin(String spelling) throws IOException {
        String answer = ask(spelling);
        check(spelling);
        assertTrue(answer.startsWith("HTTP/1.1 200 ") || answer.startsWith("HTTP/1.1 400 "), answer);
    }

    private static String ask(String spelling) throws IOException {
        return send("GET " + spelling + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void noSpellingLeadsPastAPluginOverHttp2(String spelling) throws IOException {
        try (Http2Socket socket = new Http2Socket(port)) {
            socket.request(1, "GET", spelling, Http2Socket.END_STREAM);
            socket.awaitAnswer(1);
            check(spelling);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%zz",
                "/a%",
                "/a%2",
                "/%00",
                "/a%00/b",
                "/..",
                "/../admin",
                "/%2e%2e/admin",
                "/a/../%2e%2e/b",
                "a"
            })
    void whoAsksForAPathThatCannotBeReadIsToldWhy(String path) throws IOException {
        String why = "\"detail\":\"" + CanonicalPath.UNREADABLE.replace("\"", "\\\"") + "\",";
        String answer = ask(path);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("\r\nContent-Type: application/problem+json\r\n"), answer);
        assertTrue(answer.contains(why), answer);
        try (Http2Socket socket = new Http2Socket(port)) {
            socket.request(1, "GET", path, Http2Socket.END_STREAM);
            String body = socket.awaitBody(1);
            assertTrue(body.contains(why), body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nA b: c\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "GET / HTTP/9\r\nHost: a\r\n\r\n"
            })
    void whatElseIsNoRequestIsNotPutDownToThePath(String request) throws IOException {
        String answer = send(request);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("This is not a request that the gateway understands."), answer);
    }

    private static void check(String spelling) {
        String path = seen.poll();
        if (path != null && !path.equals("/admin") && !path.startsWith("/admin/")) {
            assertTrue(!meant(path).equals("/admin"), spelling + " came to core as " + path);
        }
    }

    @ParameterizedTest
    @CsvSource({"/,/", "/a/b,/a/b", "/a%20b,/a b", "/%e4%b8%ad,/\u4e2d", "/a.b/..c,/a.b/..c", "/a:b@c,/a:b@c"})
    void aPlainPathComesAsItIsMeant(String spelling, String path) throws IOException {
        ask(spelling);
        assertEquals(path, seen.poll());
    }

    /** What the most forgiving service could take it for. */
    private static String meant(String path) {
        String text = path;
        for (int i = 0; i < 3; i++) {
            try {
                text = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
            } catch (IllegalArgumentException e) {
                break;
            }
        }
        text = text.replace('\\', '/').replaceAll(";[^/]*", "").replaceAll("[\\x00\\r\\n\\t].*", "");
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : text.split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
    }
}
