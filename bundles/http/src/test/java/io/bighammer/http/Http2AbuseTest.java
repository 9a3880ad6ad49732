package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Exchange;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that use HTTP/2 to hold on to the gateway lose their connection. */
class Http2AbuseTest {
    private static final int LARGE = 1 << 20;
    private static final byte[] CANCEL = {0, 0, 0, 8};

    private final AtomicInteger begun = new AtomicInteger();
    private final HttpDoor door = new HttpDoor(this::handle, new BufferBudget(1 << 20), TestNetwork.NETWORK);
    private int port;

    private void handle(Exchange exchange) {
        begun.incrementAndGet();
        if (exchange.method().equals("GET")) {
            Content.Source body = Content.Source.from(ByteBuffer.allocate(LARGE));
            exchange.answer(200, HttpFields.build(), body, Callback.NOOP);
        } else {
            exchange.body().demand(() -> {});
        }
    }

    @BeforeEach
    void open() throws IOException {
        door.open(TestConfig.on("127.0.0.1", 0)
                .slowest(Duration.ofMillis(500), 100)
                .config());
        port = Integer.parseInt(door.address().substring(door.address().indexOf(':') + 1));
    }

    @AfterEach
    void close() {
        door.close(Duration.ofSeconds(1)).join();
    }

    @Test
    void resetsByTheThousandEndTheConnection() throws IOException {
        try (Http2Socket client = new Http2Socket(port)) {
            for (int stream = 1; stream < 20_000; stream += 2) {
                client.request(stream, "POST", "/", 0);
                client.send(Http2Socket.RST_STREAM, 0, stream, CANCEL);
            }
            client.awaitEnd();
        } catch (SocketException ended) {
            assertTrue(begun.get() < 5_000, begun + " requests were begun");
        }
        assertTrue(begun.get() < 5_000, begun + " requests were begun");
    }

    @Test
    void aHeadThatComesByteByByteEndsTheConnection() throws Exception {
        try (Http2Socket client = new Http2Socket(port)) {
            byte[] head = Http2Socket.frame(
                    Http2Socket.HEADERS,
                    Http2Socket.END_HEADERS | Http2Socket.END_STREAM,
                    1,
                    Http2Socket.headers("GET", "/" + "x".repeat(100)));
            Thread sender = new Thread(() -> trickle(client, head));
            sender.start();

            client.awaitEnd();
            sender.interrupt();
            sender.join();
        }
        assertEquals(0, begun.get());
    }

    private static void trickle(Http2Socket client, byte[] bytes) {
        try {
            for (byte b : bytes) {
                client.sendRaw(new byte[] {b});
                Thread.sleep(100);
            }
        } catch (IOException closed) {
            return;
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aReaderThatTakesNothingLosesItsConnection() throws IOException {
        try (Http2Socket client = new Http2Socket(port)) {
            client.request(1, "GET", "/", Http2Socket.END_STREAM);

            client.awaitEnd();
        }
        assertEquals(1, begun.get());
    }

    @Test
    void aBodyThatDoesNotComeEndsTheConnection() throws IOException {
        try (Http2Socket client = new Http2Socket(port)) {
            client.request(1, "POST", "/", 0);

            client.awaitEnd();
        }
        assertEquals(1, begun.get());
    }
}
