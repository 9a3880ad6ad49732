package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InstallationParameter.class)
final class SlowClientTest {
    private static final int CLIENTS = 20;
    private static final int BODY = 100_000;
    private static final byte[] PIECE = "x".repeat(10).getBytes(StandardCharsets.US_ASCII);

    @Test
    void clientsThatSendAHundredBytesASecondDoNotHoldUpTheTwoWorkers(Installation bighammer) throws Exception {
        bighammer.copy("services/count_service.php", "Develop/count_service.php");
        bighammer.write("config/services.json", """
                {"services": [{"name": "count", "path": "/Develop/count_service.php", "instances": 2}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [
                    {"path": "/count", "methods": ["GET", "POST"], "handler": "count", "plugins": ["logger"]}]}
                """);
        bighammer.start();
        assertEquals(2, bighammer.workersOf("count_service.php").size());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        List<SlowClient> slow = new ArrayList<>();
        try {
            for (int n = 0; n < CLIENTS; n++) {
                slow.add(new SlowClient(bighammer.port()));
            }
            clock.scheduleAtFixedRate(() -> slow.forEach(SlowClient::sendPiece), 0, 100, TimeUnit.MILLISECONDS);
            Await.until("all have sent for a second", () -> slow.stream().allMatch(client -> client.sent() > 100));

            // If the slow ones held the two workers, none of these would be answered before their timeout.
            for (int n = 0; n < 200; n++) {
                assertEquals(200, bighammer.client().get("/count").statusCode());
            }
            clock.shutdownNow();
            clock.awaitTermination(30, TimeUnit.SECONDS);

            for (SlowClient client : slow) {
                Answer answer = client.sendRest();
                assertEquals(200, answer.status());
                assertTrue(answer.body().contains("\"bytes\":" + BODY + ","), answer.body());
            }
        } finally {
            clock.shutdownNow();
            for (SlowClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void aClientThatTakesNothingOfItsAnswerDoesNotHoldUpTheWorker(Installation bighammer) throws Exception {
        bighammer.copy("services/count_service.php", "Develop/count_service.php");
        bighammer.write("config/services.json", """
                {"services": [{"name": "count", "path": "/Develop/count_service.php"}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [
                    {"path": "/count", "handler": "count"}, {"path": "/large", "handler": "count.stream"}]}
                """);
        bighammer.replace("config/config.json", "\"header_timeout\": \"10s\"", "\"header_timeout\": \"10m\"");
        bighammer.start();
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), bighammer.port()));
            String ask = "GET /large?bytes=10000000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
            client.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', client.getInputStream().read());

            assertEquals(200, bighammer.client().get("/count").statusCode());
        }
    }

    /** Has begun a request whose body it sends piece by piece. */
    private static final class SlowClient implements AutoCloseable {
        private final Socket socket;
        private final AtomicInteger sent = new AtomicInteger();

        SlowClient(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            String head = "POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + BODY + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        }

        /** When it fails the clock stops, and the test finds out when it sends the rest. */
        void sendPiece() {
            try {
                socket.getOutputStream().write(PIECE);
                sent.addAndGet(PIECE.length);
            } catch (IOException e) {
                throw new UncheckedIOException("The gateway gave up a client that sends 100 bytes a second", e);
            }
        }

        int sent() {
            return sent.get();
        }

        Answer sendRest() throws IOException {
            socket.getOutputStream().write(new byte[BODY - sent.get()]);
            socket.setSoTimeout(60_000);
            return Answer.read(socket.getInputStream());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
