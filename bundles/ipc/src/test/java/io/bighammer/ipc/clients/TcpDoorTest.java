package io.bighammer.ipc.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestConfig;
import io.bighammer.ipc.json.JsonWay;
import io.bighammer.ipc.workers.CountingPool;
import io.bighammer.ipc.workers.Deadline;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Network;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JSON over TCP, from well-behaved clients and others. */
@Timeout(60)
class TcpDoorTest {
    private static final int BUDGET = 8 << 20;
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final BufferBudget budget = new BufferBudget(BUDGET);
    private final TestGateway gateway = new TestGateway();
    private final CountingPool pool = new CountingPool();
    private final Network network = new Network(pool);
    private final TcpDoor door = new TcpDoor(new Clients.Ways(gateway, new JsonWay(gateway, budget), budget, network));

    @AfterEach
    void close() throws Exception {
        door.close(Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS);
        network.close();
        assertEquals(BUDGET, budget.free());
        assertEquals(0, pool.out());
    }

    private GatewayConfig config() {
        return TestConfig.in(home);
    }

    private Client client() throws IOException {
        return new Client(
                Integer.parseInt(door.address().substring(door.address().indexOf(':') + 1)));
    }

    @Test
    void manyRequestsInOnePieceAreAnsweredOneAfterAnother() throws Exception {
        door.open(config());
        try (Client client = client()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 2000; i++) {
                requests.append("{\"path\":\"/r\",\"query\":\"").append(i).append("\",\"headers\":{\"x-a\":\"b\"}}");
            }
            Thread sender = new Thread(() -> client.sendQuietly(requests.toString()));
            sender.start();
            for (int i = 0; i < 2000; i++) {
                assertTrue(client.line().contains("\"GET /r?" + i + " b tcp JSON 127.0.0.1\""));
            }
            sender.join();
        }
    }

    @Test
    void theNextRequestWaitsForTheAnswerToTheOneBefore() throws Exception {
        door.open(config());
        try (Client client = client()) {
            client.send("{\"path\":\"/hold\"}{\"path\":\"/next\"}");
            Exchange held = gateway.held.poll(10, TimeUnit.SECONDS);
            client.hearsNothing();

            gateway.answer(held, "first");

            assertTrue(client.line().contains("first"));
            assertTrue(client.line().contains("/next"));
        }
    }

    @Test
    void aClientThatSendsOnAndOnIsNotReadAhead() throws Exception {
        door.open(config());
        try (Client client = client()) {
            client.send("{\"path\":\"/hold\"}");
            Exchange held = gateway.held.poll(10, TimeUnit.SECONDS);
            String more = " ".repeat(1000);
            // Until the buffers of both sides are full, and no further.
            Thread sender = new Thread(() -> client.sendQuietly(more.repeat(64_000)));
            sender.start();
            Deadline.await(() -> sender.getState() != Thread.State.NEW);

            assertTrue(pool.out() <= 64 << 10, "holds " + pool.out());
            gateway.answer(held, "done");
            assertTrue(client.line().contains("done"));
            sender.join();
        }
    }

    @Test
    void afterItsSideWasShutTheLastAnswerStillComes() throws Exception {
        door.open(config());
        try (Client client = client()) {
            client.send("{\"path\":\"/hold\"}{\"path\":\"/b\"}");
            client.shutdownOutput();
            gateway.answer(gateway.held.poll(10, TimeUnit.SECONDS), "a");

            assertTrue(client.line().contains("\"a\""));
            assertTrue(client.line().contains("/b"));
            assertTrue(client.atEnd());
        }
    }

    @Test
    void theLastWordArrivesThoughTheClientHasSentMore() throws Exception {
        door.open(config());
        for (String first : new String[] {"GET / HTTP/1.1\r\n", "{\"path\":\"/a\",\"close\":true}", "{\"path\" 1}"}) {
            try (Client client = client()) {
                client.send(first + "x".repeat(100_000));
                assertTrue(client.line().startsWith("{\"status\":"));
                assertTrue(client.atEnd());
            }
        }
    }

    @Test
    void aClientThatSpeaksSomethingElseIsToldSo() throws Exception {
        door.open(config());
        try (Client client = client()) {
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertEquals(
                    "{\"status\":400,\"message\":\"A request is a JSON object and begins with '{', or a frame and begins"
                            + " with byte 0xb1, not with byte 0x47\",\"data\":null}",
                    client.line());
            assertTrue(client.atEnd());
        }
    }

    @Test
    void aDeeplyNestedRequestIsRefused() throws Exception {
        door.open(config());
        try (Client client = client()) {
            client.send("{\"path\":\"/\",\"body\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
            assertTrue(client.line().startsWith("{\"status\":400,"));
            assertTrue(client.atEnd());
        }
    }

    @Test
    void anEndlessRequestIsRefusedAtTheLimit() throws Exception {
        door.open(config());
        try (Client client = client()) {
            Thread sender = new Thread(() -> client.sendQuietly("{\"path\":\"" + "x".repeat(4 << 20)));
            sender.start();
            assertTrue(client.line().startsWith("{\"status\":413,"));
            sender.join();
        }
    }

    @Test
    void aRequestThatDripsIsNotWaitedFor() throws Exception {
        door.open(TestConfig.patient(config(), SOON, LONG, 1000, 10));
        try (Client client = client()) {
            client.send("{\"path\":");
            assertTrue(client.dripsUntilClosed(" "));
        }
    }

    @Test
    void anAnswerThatNobodyReadsIsGivenUp() throws Exception {
        door.open(TestConfig.patient(config(), SOON, LONG, 1 << 30, 10));
        try (Client client = client()) {
            client.send("{\"path\":\"/bulk?7000000\"}");
            assertEquals("/bulk failed", gateway.ends.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSilentClientIsSentAwayAndOneThatWaitsIsNot() throws Exception {
        door.open(TestConfig.patient(config(), LONG, SOON, 0, 10));
        try (Client silent = client();
                Client waiting = client();
                Client finished = client()) {
            waiting.send("{\"path\":\"/hold\"}");
            finished.send("{\"path\":\"/a\"}");
            finished.line();
            Exchange held = gateway.held.poll(10, TimeUnit.SECONDS);

            assertTrue(silent.atEnd());
            assertTrue(finished.atEnd());
            gateway.answer(held, "there");
            assertTrue(waiting.line().contains("there"));
        }
    }

    @Test
    void aClientTooManyIsToldSo() throws Exception {
        door.open(TestConfig.patient(config(), LONG, LONG, 0, 1));
        try (Client first = client()) {
            first.send("{\"path\":\"/a\"}");
            first.line();
            try (Client second = client()) {
                assertEquals(
                        "{\"status\":503,\"message\":\"1 clients are connected already\",\"data\":null}",
                        second.line());
                assertTrue(second.atEnd());
            }
            first.send("{\"path\":\"/a\"}");
            first.line();
        }
    }

    @Test
    void aClientThatIsGoneWhenItsAnswerComesFailsTheAnswer() throws Exception {
        door.open(config());
        try (Client client = client()) {
            client.send("{\"path\":\"/bulk?7000000\"}{");
            client.reset();
            assertEquals("/bulk failed", gateway.ends.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        door.open(config());
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            IOException refusal = assertThrows(
                    IOException.class, () -> door.change(TestConfig.withTcpPort(home, other.getLocalPort())));
            assertTrue(
                    refusal.getMessage().startsWith("ports.tcp_port: cannot listen on 127.0.0.1:" + port),
                    refusal.getMessage());
        }
        try (Client busy = client()) {
            busy.send("{\"path\":\"/hold\"}");
            Exchange held = gateway.held.poll(10, TimeUnit.SECONDS);

            Door.Change change = door.change(TestConfig.withTcpPort(home, port));
            change.keep();

            assertEquals("127.0.0.1:" + port, door.address());
            gateway.answer(held, "held");
            assertTrue(busy.line().contains("held"));
            assertTrue(busy.atEnd());
        }
    }

    /** One blocking socket. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final OutputStream output;
        private final BufferedReader input;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            output = socket.getOutputStream();
            input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void send(String text) throws IOException {
            output.write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** From a thread of its own; the connection may be closed meanwhile. */
        void sendQuietly(String text) {
            try {
                send(text);
            } catch (IOException closed) {
                // That is for the reader to find out.
            }
        }

        boolean dripsUntilClosed(String drop) throws InterruptedException {
            try {
                while (true) {
                    send(drop);
                    Thread.sleep(20); // that is what dripping is
                }
            } catch (IOException closed) {
                return true;
            }
        }

        void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        String line() throws IOException {
            String line = input.readLine();
            if (line == null) {
                throw new IOException("The connection has ended");
            }
            return line;
        }

        void hearsNothing() throws IOException {
            socket.setSoTimeout(50);
            assertThrows(SocketTimeoutException.class, input::read);
            socket.setSoTimeout(0);
        }

        boolean atEnd() throws IOException {
            try {
                return input.read() < 0;
            } catch (SocketException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
