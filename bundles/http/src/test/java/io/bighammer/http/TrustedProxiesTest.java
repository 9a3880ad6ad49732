package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** This machine is a proxy here, and so is the network 10.0.0.0/8. */
class TrustedProxiesTest {
    private final HttpDoor door =
            new HttpDoor(TrustedProxiesTest::handle, new BufferBudget(1 << 20), TestNetwork.NETWORK);
    private int port;

    private static void handle(Exchange exchange) {
        String text = exchange.client() + " " + exchange.scheme() + " " + exchange.authority();
        exchange.answer(
                200, HttpFields.build(), Content.Source.from(StandardCharsets.UTF_8.encode(text)), Callback.NOOP);
    }

    private static GatewayConfig config(int port, String... trusted) {
        return TestConfig.on("127.0.0.1", port)
                .edge(List.of(trusted), Optional.empty())
                .config();
    }

    @BeforeEach
    void open() throws IOException {
        door.open(config(0, "127.0.0.1", "10.0.0.0/8", "fd00::/8"));
        port = Integer.parseInt(door.address().substring(door.address().indexOf(':') + 1));
    }

    @AfterEach
    void close() {
        door.close(Duration.ofSeconds(10)).join();
    }

    private String ask(String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String request = "GET / HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n"
                    + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1                        | 192.0.2.1",
                "6.6.6.6, 192.0.2.1               | 192.0.2.1",
                "6.6.6.6, 192.0.2.1, 10.1.2.3     | 192.0.2.1",
                "192.0.2.1:4711                   | 192.0.2.1",
                "10.9.9.9, 10.1.2.3               | 10.9.9.9",
                "2001:db8::7                      | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]:443, fd00::1       | 2001:db8:0:0:0:0:0:7",
                "unknown                          | 127.0.0.1",
                "192.0.2.1, unknown, 10.1.2.3     | 10.1.2.3",
                "proxy.example                    | 127.0.0.1",
                "''                               | 127.0.0.1"
            })
    void theClientIsTheLastOneThatIsNoProxy(String told, String client) throws IOException {
        assertEquals(client + " http shop.example", ask("X-Forwarded-For: " + told));
    }

    @Test
    void linesOfOneNameAreOneList() throws IOException {
        assertEquals(
                "192.0.2.1 http shop.example", ask("X-Forwarded-For: 6.6.6.6, 192.0.2.1", "X-Forwarded-For: 10.1.2.3"));
    }

    @Test
    void schemeAndHostAreThoseThatTheProxyWasAsked() throws IOException {
        assertEquals(
                "127.0.0.1 https pay.example:8443",
                ask("X-Forwarded-Proto: https", "X-Forwarded-Host: pay.example:8443"));
        assertEquals("127.0.0.1 http shop.example", ask("X-Forwarded-Proto: gopher", "X-Forwarded-Host: a b/c"));
    }

    @Test
    void whatOthersSayIsNotBelieved() throws IOException {
        door.change(config(0, "10.0.0.0/8")).keep();

        assertEquals(
                "127.0.0.1 http shop.example",
                ask("X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: pay.example"));
    }
}
