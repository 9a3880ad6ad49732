package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code echo '{…}' | nc -U runtime/mainSocket.sock} shows. */
@ExtendWith(InstallationParameter.class)
final class SocketDoorTest {
    private static final String HELLO = "{\"status\":200,\"message\":\"OK\",\"data\":{\"message\":\"Hello World\"}}";
    private static Installation running;

    @BeforeAll
    static void start(Installation bighammer) {
        running = bighammer;
        running.start();
    }

    @Test
    void aRequestWithNothingButAPathIsAnswered() throws IOException {
        assertEquals(List.of(HELLO), ask("{\"path\": \"/api/example\"}\n"));
    }

    @Test
    void severalRequestsAreAnsweredInTheirOrderOnALineEach() throws IOException {
        List<String> answers = ask("{\"path\": \"/api/example\"}{\"path\": \"/nothing\"} {\"method\": \"GET\","
                + " \"path\": \"/api/private\", \"headers\": {\"X-API-Key\": \"change-this-key\"}}");

        assertEquals(3, answers.size());
        assertEquals(HELLO, answers.get(0));
        assertEquals("{\"status\":404,", answers.get(1).substring(0, 14));
        assertEquals(HELLO, answers.get(2));
    }

    /** Sends the text, shuts its side of the connection, and reads until the gateway closes. */
    private static List<String> ask(String text) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(running.file("runtime/mainSocket.sock")))) {
            ByteBuffer request = StandardCharsets.UTF_8.encode(text);
            while (request.hasRemaining()) {
                channel.write(request);
            }
            channel.shutdownOutput();
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
