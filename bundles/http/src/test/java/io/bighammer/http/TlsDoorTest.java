package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TlsDoorTest {
    @TempDir
    static Path folder;

    private static TestCertificate localhost;
    private static TestCertificate shop;
    private static TestCertificate client;

    private final LinkedBlockingQueue<Exchange> left = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Exchange> waiting = new LinkedBlockingQueue<>();
    private final HttpDoor door = new HttpDoor(this::handle, new BufferBudget(1 << 20), TestNetwork.NETWORK);
    private int port;

    @BeforeAll
    static void makeCertificates() throws Exception {
        localhost = TestCertificate.of(folder, "localhost", "RSA");
        shop = TestCertificate.of(folder, "shop.example", "EC");
        client = TestCertificate.of(folder, "client", "EC");
    }

    private void handle(Exchange exchange) {
        exchange.onClientLeft(() -> left.add(exchange));
        if (exchange.path().equals("/wait")) {
            waiting.add(exchange);
        } else {
            String shown = exchange.clientCertificate()
                    .map(certificate -> " " + certificate.getSubjectX500Principal())
                    .orElse("");
            String text = exchange.scheme() + " " + exchange.protocol() + shown;
            exchange.answer(
                    200, HttpFields.build(), Content.Source.from(StandardCharsets.UTF_8.encode(text)), Callback.NOOP);
        }
    }

    private void open(GatewayConfig.Tls tls) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        door.open(config(port, Optional.of(tls)));
    }

    private static GatewayConfig config(int port, Optional<GatewayConfig.Tls> tls) {
        return TestConfig.on("127.0.0.1", port).edge(List.of(), tls).config();
    }

    private static GatewayConfig.Tls tls(TestCertificate... own) throws Exception {
        return new GatewayConfig.Tls(Set.of(Door.HTTP), identities(own), Optional.empty());
    }

    private static GatewayConfig.Tls mutual(boolean required) throws Exception {
        return new GatewayConfig.Tls(
                Set.of(Door.HTTP),
                identities(localhost),
                Optional.of(new GatewayConfig.ClientAuthorities(
                        Path.of("/none"), List.of(client.certificate()), required)));
    }

    private static List<GatewayConfig.Identity> identities(TestCertificate... own) throws Exception {
        List<GatewayConfig.Identity> identities = new ArrayList<>();
        for (TestCertificate each : own) {
            identities.add(each.identity());
        }
        return identities;
    }

    @AfterEach
    void close() {
        door.close(Duration.ofSeconds(10)).join();
    }

    private String get(SSLContext context, HttpClient.Version version) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().sslContext(context).version(version).build();
        return http.send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Shakes hands, and perhaps asks for a certificate by name. */
    private SSLSocket connect(SSLContext context, Optional<String> name) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = socket.getSSLParameters();
        name.ifPresent(asked -> parameters.setServerNames(List.of(new SNIHostName(asked))));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private String certificateFor(String name) throws Exception {
        SSLContext context = TestCertificate.trusting(localhost, shop);
        try (SSLSocket socket = connect(context, Optional.ofNullable(name))) {
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    /** For a moment both listeners take connections, and a client that meets the wrong one may try HTTP/1.1 next. */
    private static void awaitAnswer(String wanted, Callable<String> call) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            String outcome = outcome(call);
            if (outcome.equals(wanted)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                assertEquals(wanted, outcome);
            }
        }
    }

    private static String outcome(Callable<String> call) throws Exception {
        try {
            return call.call();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void bothVersionsOfHttpAreSpoken() throws Exception {
        open(tls(localhost));
        SSLContext context = TestCertificate.trusting(localhost);

        assertEquals("https HTTP/1.1", get(context, HttpClient.Version.HTTP_1_1));
        assertEquals("https HTTP/2.0", get(context, HttpClient.Version.HTTP_2));
    }

    @Test
    void aClientGetsTheCertificateOfTheNameThatItAsksFor() throws Exception {
        open(tls(localhost, shop));

        assertEquals("CN=shop.example", certificateFor("shop.example"));
        assertEquals("CN=localhost", certificateFor("localhost"));
    }

    @Test
    void theFirstCertificateIsForAllOtherNames() throws Exception {
        open(tls(localhost, shop));
        assertEquals("CN=localhost", certificateFor("other.example"));
        assertEquals("CN=localhost", certificateFor(null));

        door.change(config(port, Optional.of(tls(shop, localhost)))).keep();
        assertEquals("CN=shop.example", certificateFor("other.example"));
        assertEquals("CN=shop.example", certificateFor(null));
    }

    @Test
    void aRenewedCertificateIsForNewConnections() throws Exception {
        open(tls(localhost));
        TestCertificate renewed = TestCertificate.of(folder, "localhost", "RSA");
        SSLContext context = TestCertificate.trusting(localhost, renewed);
        try (SSLSocket open = connect(context, Optional.empty())) {
            door.change(config(port, Optional.of(tls(renewed)))).keep();

            open.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertTrue(new String(open.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .endsWith("https HTTP/1.1"));
        }
        try (SSLSocket next = connect(context, Optional.empty())) {
            assertEquals(renewed.certificate(), next.getSession().getPeerCertificates()[0]);
        }
    }

    @Test
    void aClientWithoutACertificateIsSentAwayWhereOneIsRequired() throws Exception {
        open(mutual(true));

        assertThrows(IOException.class, () -> get(TestCertificate.trusting(localhost), HttpClient.Version.HTTP_1_1));
        assertThrows(IOException.class, () -> get(shop.client(localhost), HttpClient.Version.HTTP_1_1));
        assertEquals("https HTTP/1.1 CN=client", get(client.client(localhost), HttpClient.Version.HTTP_1_1));
    }

    @Test
    void aClientWithoutACertificateIsServedWhereOneIsOptional() throws Exception {
        open(mutual(false));

        assertEquals("https HTTP/2.0", get(TestCertificate.trusting(localhost), HttpClient.Version.HTTP_2));
        assertEquals("https HTTP/2.0 CN=client", get(client.client(localhost), HttpClient.Version.HTTP_2));
    }

    @RepeatedTest(20)
    @Timeout(30)
    void tlsCanBeSwitchedOnAndOffAtTheSamePort() throws Exception {
        open(tls(localhost));
        GatewayConfig clear = config(port, Optional.empty());
        door.change(clear).keep();
        HttpRequest inTheClear = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();
        awaitAnswer("http HTTP/2.0", () -> HttpClient.newHttpClient()
                .send(inTheClear, HttpResponse.BodyHandlers.ofString())
                .body());

        door.change(config(port, Optional.of(tls(localhost)))).keep();
        SSLContext context = TestCertificate.trusting(localhost);
        awaitAnswer("https HTTP/2.0", () -> get(context, HttpClient.Version.HTTP_2));
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsNoticed() throws Exception {
        open(tls(localhost));
        try (SSLSocket socket = connect(TestCertificate.trusting(localhost), Optional.empty())) {
            socket.getOutputStream().write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Exchange exchange = waiting.poll(10, TimeUnit.SECONDS);
            assertNotNull(exchange, "the request has not come");
            assertTrue(exchange.body().read().isLast());
        }

        assertNotNull(left.poll(10, TimeUnit.SECONDS), "nobody told that the client left");
    }

    @Test
    void aHandshakeThatDoesNotComeToItsEndIsClosed() throws Exception {
        open(tls(localhost));
        door.change(TestConfig.on("127.0.0.1", port)
                        .slowest(Duration.ofMillis(200), 0)
                        .edge(List.of(), Optional.of(tls(localhost)))
                        .config())
                .keep();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(new byte[] {22, 3, 1});

            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void whatIsNotTlsGetsNoAnswerOfHttp() throws Exception {
        open(tls(localhost));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(!answer.contains("HTTP"), answer);
        }
    }
}
