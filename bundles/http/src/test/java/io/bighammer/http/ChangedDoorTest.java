package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Exchange;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The HTTP door while its configuration changes. */
@Timeout(60)
class ChangedDoorTest {
    private static final String LOCAL = "127.0.0.1";
    private static final String ANY = "0.0.0.0";

    private final BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
    private final HttpDoor door = new HttpDoor(this::handle, new BufferBudget(1 << 20), TestNetwork.NETWORK);
    private int port;

    private void handle(Exchange exchange) {
        if (exchange.path().equals("/hold")) {
            held.add(exchange);
        } else {
            answer(exchange);
        }
    }

    private static void answer(Exchange exchange) {
        exchange.answer(
                200,
                HttpFields.build(),
                Content.Source.from(StandardCharsets.UTF_8.encode("it was " + exchange.path())),
                Callback.NOOP);
    }

    @BeforeEach
    void open() throws IOException {
        port = freePort();
        door.open(TestConfig.on(LOCAL, port).config());
    }

    @AfterEach
    void close() {
        door.close(Duration.ofSeconds(10)).join();
    }

    @Test
    void aNewPortIsOpenBeforeTheOldOneCloses() throws Exception {
        int next = freePort();
        try (Socket busy = ask(port, "/hold")) {
            Exchange exchange = held.poll(10, TimeUnit.SECONDS);

            Door.Change change = door.change(TestConfig.on(LOCAL, next).config());
            assertIsAnswered(port);
            assertEquals(LOCAL + ":" + port, door.address());
            change.keep();

            assertEquals(LOCAL + ":" + next, door.address());
            assertIsAnswered(next);
            awaitRefusal(port);
            answer(exchange);
            assertTrue(received(busy, "it was /hold").contains("Connection: close"));
        }
    }

    @Test
    void aChangeThatIsNotKeptLeavesNothingOpen() throws Exception {
        int next = freePort();

        door.change(TestConfig.on(LOCAL, next).config()).undo();

        awaitRefusal(next);
        assertEquals(LOCAL + ":" + port, door.address());
        assertIsAnswered(port);
    }

    @Test
    void aPortThatIsTakenChangesNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(LOCAL))) {
            int next = taken.getLocalPort();

            IOException refusal = assertThrows(
                    IOException.class,
                    () -> door.change(TestConfig.on(LOCAL, next).config()));

            assertEquals(
                    "ports.http_port: cannot listen on 127.0.0.1:" + next + ": it is in use by process "
                            + ProcessHandle.current().pid()
                            + ", which is this gateway: another door of it must move away first",
                    refusal.getMessage());
            assertEquals(LOCAL + ":" + port, door.address());
            assertIsAnswered(port);
        }
    }

    @Test
    void anAddressThatThisMachineDoesNotHaveIsToldFromAPortThatIsTaken() {
        IOException refusal = assertThrows(
                IOException.class,
                () -> door.change(TestConfig.on("192.0.2.1", port).config()));

        assertEquals(
                "ports.http_port: cannot listen on 192.0.2.1:" + port
                        + ": this machine does not have that address; 'ip addr' shows those that it has",
                refusal.getMessage());
    }

    @Test
    void thePortCanStayAtAnotherAddress() throws Exception {
        door.change(TestConfig.on(ANY, port).config()).keep();

        assertEquals(ANY + ":" + port, door.address());
        assertThrows(IOException.class, () -> new HttpDoor(this::handle, new BufferBudget(1 << 20), TestNetwork.NETWORK)
                .open(TestConfig.on(ANY, port).config()));
        assertIsAnsweredAt("127.0.0.2");
    }

    @Test
    void aChangedLimitLeavesOpenConnectionsOpen() throws Exception {
        try (Socket client = ask(port, "/before")) {
            received(client, "it was /before");

            door.change(TestConfig.on(LOCAL, port)
                            .slowest(Duration.ofMillis(200), 0)
                            .config())
                    .keep();

            client.getOutputStream().write(request("/after"));
            assertFalse(received(client, "it was /after").contains("Connection: close"));
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX-".getBytes(StandardCharsets.UTF_8));
            assertEquals(-1, client.getInputStream().read(), "the new header_timeout ends what dribbles");
        }
    }

    @Test
    void aChangedIdleTimeoutCountsForOpenConnections() throws Exception {
        try (Socket client = ask(port, "/before")) {
            received(client, "it was /before");

            door.change(TestConfig.on(LOCAL, port).idle(Duration.ofMillis(50)).config())
                    .keep();

            assertEquals(-1, client.getInputStream().read());
        }
    }

    private static void assertIsAnswered(int port) throws IOException {
        try (Socket client = ask(port, "/any")) {
            received(client, "it was /any");
        }
    }

    private static Socket ask(int port, String path) throws IOException {
        Socket client = new Socket(InetAddress.getByName(LOCAL), port);
        client.setSoTimeout(30_000); // less than any limit that is not changed
        client.getOutputStream().write(request(path));
        return client;
    }

    private static byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads until this text. */
    private static String received(Socket client, String text) throws IOException {
        StringBuilder received = new StringBuilder();
        while (received.indexOf(text) < 0) {
            int next = client.getInputStream().read();
            assertTrue(next >= 0, () -> "the connection was closed after: " + received);
            received.append((char) next);
        }
        return received.toString();
    }

    private static void awaitRefusal(int port) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            try {
                new Socket(InetAddress.getByName(LOCAL), port).close();
            } catch (ConnectException refused) {
                return;
            }
        }
        fail("the port " + port + " still takes connections");
    }

    private void assertIsAnsweredAt(String address) throws IOException {
        try (Socket client = new Socket(InetAddress.getByName(address), port)) {
            client.getOutputStream().write(request("/any"));
            received(client, "it was /any");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(LOCAL))) {
            return free.getLocalPort();
        }
    }
}
