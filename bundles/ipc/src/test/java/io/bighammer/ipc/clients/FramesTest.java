package io.bighammer.ipc.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestConfig;
import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.json.JsonWay;
import io.bighammer.ipc.workers.BulkSource;
import io.bighammer.ipc.workers.CountingPool;
import io.bighammer.ipc.workers.TestWorker;
import io.bighammer.ipc.workers.TestWorker.Received;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that speak frames over TCP. */
@Timeout(60)
class FramesTest {
    private static final int BUDGET = 8 << 20;
    private static final int MEGABYTE = 1 << 20;

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

    private TestWorker client() throws IOException {
        return client(TestConfig.in(home));
    }

    private TestWorker client(GatewayConfig config) throws IOException {
        if (door.address().isEmpty()) {
            door.open(config);
        }
        int port = Integer.parseInt(door.address().substring(door.address().indexOf(':') + 1));
        return new TestWorker(new InetSocketAddress("127.0.0.1", port));
    }

    private static TestWorker credited(TestWorker client, int window) throws IOException {
        client.send(Frame.HELLO, 0, 0, 0, "{\"proto\":[1,1],\"window\":%d}".formatted(window));
        Received hello = client.receive();
        assertEquals(Frame.HELLO, hello.frame().type());
        assertTrue(hello.text().contains("\"window\":131072"), hello.text());
        return client;
    }

    private static void ask(TestWorker client, int stream, int flags, String path, String body) throws IOException {
        String head = "{\"method\":\"POST\",\"path\":\"" + path + "\",\"headers\":{\"x-a\":\"b\"}}";
        client.send(Frame.REQ, flags, stream, head.length(), head + body);
    }

    @Test
    void aRequestIsAnsweredOnItsStream() throws Exception {
        try (TestWorker client = client()) {
            ask(client, 2, Frame.END, "/a?x=1", "");

            Received answer = client.receive();

            assertEquals(
                    new Frame(
                            Frame.RESP,
                            Frame.END,
                            2,
                            answer.payload().length,
                            answer.frame().arg()),
                    answer.frame());
            assertEquals("{\"status\":200,\"headers\":{\"content-type\":\"text/plain\"}}", answer.head());
            assertEquals("POST /a?x=1 b tcp BHP/1 127.0.0.1", new String(answer.body(), StandardCharsets.UTF_8));
            assertEquals("/a ok", gateway.ends.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSlowRequestDoesNotHoldUpTheOthers() throws Exception {
        try (TestWorker client = client()) {
            ask(client, 2, Frame.END, "/hold", "");
            ask(client, 4, Frame.END, "/b", "");

            assertEquals(4, client.receive().frame().stream());
            gateway.answer(gateway.held.poll(10, TimeUnit.SECONDS), "late");
            assertEquals(2, client.receive().frame().stream());
        }
    }

    @Test
    void bodiesStreamBothWaysWithoutCredit() throws Exception {
        try (TestWorker client = client()) {
            ask(client, 2, 0, "/echo", "");
            streamThrough(client, 2, false);
        }
    }

    @Test
    void bodiesStreamBothWaysWithCredit() throws Exception {
        try (TestWorker client = credited(client(), 100_000)) {
            ask(client, 2, 0, "/echo", "");
            streamThrough(client, 2, true);
        }
    }

    /** Sends pieces and reads their echo, one after another, and gives back what it has read. */
    private static void streamThrough(TestWorker client, int stream, boolean credited) throws IOException {
        Random random = new Random(1);
        byte[] piece = new byte[40_000];
        for (int i = 0; i < 100; i++) {
            random.nextBytes(piece);
            client.send(Frame.DATA, i == 99 ? Frame.END : 0, stream, 0, piece);
            ByteArrayOutputStream echo = new ByteArrayOutputStream();
            while (echo.size() < piece.length) {
                Received next = client.receive();
                if (next.frame().type() != Frame.WINDOW) {
                    echo.write(next.body());
                }
            }
            assertArrayEquals(piece, echo.toByteArray());
            if (credited) {
                client.send(Frame.WINDOW, 0, stream, piece.length, "");
            }
        }
    }

    @Test
    void noMoreIsSentThanThereIsCreditForAndOtherStreamsGoOn() throws Exception {
        try (TestWorker client = credited(client(), 70_000)) {
            String head = "{\"path\":\"/bulk\",\"query\":\"" + MEGABYTE + "\"}";
            client.send(Frame.REQ, Frame.END, 2, head.length(), head);
            int got = 0;
            while (got < 70_000) {
                got += client.receive().body().length;
            }
            assertEquals(70_000, got);
            ask(client, 4, Frame.END, "/b", "");
            assertEquals(4, client.receive().frame().stream());

            client.send(Frame.WINDOW, 0, 2, MEGABYTE, "");
            while (got < MEGABYTE) {
                byte[] body = client.receive().body();
                for (byte b : body) {
                    assertEquals(BulkSource.byteAt(got++), b);
                }
            }
        }
    }

    @Test
    void aReaderThatGivesNoCreditIsNotWaitedForForEver() throws Exception {
        GatewayConfig config =
                TestConfig.patient(TestConfig.in(home), Duration.ofMillis(200), Duration.ofSeconds(60), 1000, 10);
        try (TestWorker client = credited(client(config), 10)) {
            String head = "{\"path\":\"/bulk\",\"query\":\"100\"}";
            client.send(Frame.REQ, Frame.END, 2, head.length(), head);
            assertEquals("/bulk left", gateway.ends.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aBodyThatNobodyReadsStopsTheConnectionAndAnAnswerLetsItGoOn() throws Exception {
        try (TestWorker client = client()) {
            ask(client, 2, 0, "/hold", "");
            Exchange held = gateway.held.poll(10, TimeUnit.SECONDS);
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 400; i++) {
                        client.send(Frame.DATA, 0, 2, 0, new byte[60_000]);
                    }
                    ask(client, 4, Frame.END, "/after", "");
                } catch (IOException e) {
                    gateway.ends.add(e.toString());
                }
            });
            sender.start();
            gateway.answer(held, "enough");

            assertEquals(2, client.receive().frame().stream());
            assertEquals(
                    ErrorCode.CANCELLED.code(),
                    client.receive(Frame.CANCEL).frame().arg());
            assertEquals(4, client.receive(Frame.RESP).frame().stream());
            sender.join();
            assertTrue(pool.mostOut() < 4 * MEGABYTE, "held " + pool.mostOut());
        }
    }

    @Test
    void aCancelledRequestIsToldToWhoWorksOnIt() throws Exception {
        try (TestWorker client = client()) {
            ask(client, 2, Frame.END, "/hold", "");
            Exchange held = gateway.held.poll(10, TimeUnit.SECONDS);
            client.send(Frame.CANCEL, 0, 2, ErrorCode.CANCELLED.code(), "");
            assertEquals("/hold left", gateway.ends.poll(10, TimeUnit.SECONDS));
            gateway.answer(held, "too late");
            assertEquals("/hold failed", gateway.ends.poll(10, TimeUnit.SECONDS));

            ask(client, 4, Frame.END, "/b", "");
            assertEquals(4, client.receive().frame().stream());
        }
    }

    @Test
    void aBrokenConnectionEndsItsRequests() throws Exception {
        try (TestWorker client = client()) {
            ask(client, 2, Frame.END, "/hold", "");
            ask(client, 4, 0, "/echo", "begun");
            gateway.held.poll(10, TimeUnit.SECONDS);
            client.send(9, 0, 0, 0, "");
            client.send(99, 0, 0, 0, "");
            assertEquals(
                    "Frame type 99 is not known", client.receive(Frame.CANCEL).text());
            Map<String, Integer> ends = new HashMap<>();
            for (int i = 0; i < 3; i++) {
                ends.merge(gateway.ends.poll(10, TimeUnit.SECONDS), 1, Integer::sum);
            }
            assertEquals(Map.of("/hold left", 1, "/echo left", 1, "/echo failed", 1), ends);
            assertEquals("", client.readToEnd());
        }
    }

    @Test
    void whatIsNoRequestCostsItsStreamOnly() throws Exception {
        try (TestWorker client = client()) {
            client.send(Frame.REQ, Frame.END, 2, 2, "{}");
            Received answer = client.receive();
            assertEquals(Frame.RESP, answer.frame().type());
            assertTrue(answer.head().startsWith("{\"status\":400"), answer.head());
            assertTrue(answer.text().contains("'path' must begin with '/'"), answer.text());

            client.send(Frame.REQ, Frame.UPGRADE, 4, 12, "{\"path\":\"/\"}");
            assertEquals(
                    ErrorCode.UNSUPPORTED.code(),
                    client.receive(Frame.CANCEL).frame().arg());
            client.send(Frame.DATA, Frame.END, 4, 0, "dropped");

            ask(client, 6, Frame.END, "/b", "");
            assertEquals(6, client.receive().frame().stream());
        }
    }

    @Test
    void anAnswerThatBreaksOffBeforeItBeganIsA502() throws Exception {
        try (TestWorker client = client()) {
            ask(client, 2, Frame.END, "/broken", "");
            Received answer = client.receive();
            assertTrue(answer.head().startsWith("{\"status\":502"), answer.head());
            assertEquals("/broken failed", gateway.ends.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClientThatHasShutItsSideGetsWhatItAskedFor() throws Exception {
        try (TestWorker client = client()) {
            ask(client, 2, Frame.END, "/hold", "");
            ask(client, 4, 0, "/echo", "unfinished");
            assertEquals(4, client.receive().frame().stream());
            client.shutdownOutput();

            assertEquals("/echo left", gateway.ends.poll(10, TimeUnit.SECONDS));
            assertEquals("/echo failed", gateway.ends.poll(10, TimeUnit.SECONDS));
            assertEquals(4, client.receive(Frame.CANCEL).frame().stream());
            gateway.answer(gateway.held.poll(10, TimeUnit.SECONDS), "last");
            assertEquals(2, client.receive().frame().stream());
            assertEquals("", client.readToEnd());
        }
    }

    @Test
    void aDoorThatClosesLetsRequestsEndAndTakesNoMore() throws Exception {
        try (TestWorker client = client()) {
            ask(client, 2, Frame.END, "/hold", "");
            Exchange held = gateway.held.poll(10, TimeUnit.SECONDS);
            var closed = door.close(Duration.ofSeconds(20));
            assertEquals(Frame.DRAIN, client.receive().frame().type());
            ask(client, 4, Frame.END, "/late", "");
            assertEquals(ErrorCode.DRAINING.code(), client.receive().frame().arg());
            gateway.answer(held, "held");
            assertEquals(2, client.receive().frame().stream());
            assertEquals("", client.readToEnd());
            client.shutdownOutput();
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void moreStreamsThanAllowedAreSentBack() throws Exception {
        try (TestWorker client = client()) {
            for (int i = 1; i <= ClientStreams.MOST + 1; i++) {
                ask(client, 2 * i, Frame.END, "/hold", "");
            }
            assertEquals(ErrorCode.OVERLOADED.code(), client.receive().frame().arg());
            for (int i = 0; i < ClientStreams.MOST; i++) {
                gateway.answer(gateway.held.poll(10, TimeUnit.SECONDS), "x");
                assertEquals(Frame.RESP, client.receive().frame().type());
            }
        }
    }

    @Test
    void aPingIsAnswered() throws Exception {
        try (TestWorker client = client()) {
            client.send(Frame.PING, 0, 0, 7, "");
            assertEquals(new Frame(Frame.PONG, 0, 0, 0, 7), client.receive().frame());
        }
    }

    @Test
    void whatAClientMayNotSendEndsTheConnection() throws Exception {
        refused(3, Frame.RESP, "A client sends no frame of type 3");
        refused(3, Frame.REQ, "REQ on stream 3, which is not for clients");
        refused(2, Frame.DATA, "Stream 2 was never opened");
        refused(2, Frame.MSG, "A client sends no frame of type 5");
    }

    private void refused(int stream, int type, String reason) throws IOException {
        try (TestWorker client = client()) {
            client.send(type, 0, stream, 0, "");
            String text = client.receive(Frame.CANCEL).text();
            assertTrue(text.startsWith(reason), text);
            assertEquals("", client.readToEnd());
        }
    }
}
