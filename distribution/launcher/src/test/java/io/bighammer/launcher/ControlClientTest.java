package io.bighammer.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlClientTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    /** Both sides of a conversation block: the common pool may have a single thread. */
    private final Executor threads = task -> new Thread(task).start();

    private Path socket;
    private ControlClient client;

    @BeforeEach
    void makeClient() {
        socket = folder.resolve("control.sock");
        client = new ControlClient(socket, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @Test
    void theAnswerIsPrintedAndItsCodeReturned() throws Exception {
        CompletableFuture<String> asked = gatewayAnswers(" 网关\n  indented\n1\n");
        assertEquals(1, client.say("status all", LIMIT));
        assertEquals("网关\n indented\n", printed.toString(StandardCharsets.UTF_8));
        assertEquals("status all\n", asked.get(20, TimeUnit.SECONDS));
    }

    @Test
    void nobodyListeningIsACodeOfItsOwn() throws Exception {
        assertEquals(ControlClient.NOBODY_LISTENS, client.say("status", LIMIT));
    }

    @Test
    void anAnswerThatBreaksOffIsNoAnswer() throws Exception {
        gatewayAnswers(" half\n");
        assertEquals(ControlClient.NO_ANSWER, client.say("status", LIMIT));
    }

    @Test
    void aGatewayThatSaysNothingIsLeftAtTheLimit() throws Exception {
        try (ServerSocketChannel silent = listen()) {
            assertEquals(ControlClient.NO_ANSWER, client.say("status", Duration.ofMillis(200)));
            assertTrue(silent.isOpen());
        }
    }

    @Test
    void whoAwaitsTheStartWaitsForTheSocketToo() throws Exception {
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> say("await-start"), threads);
        gatewayAnswers("0\n");
        assertEquals(0, code.get(20, TimeUnit.SECONDS));
    }

    private int say(String command) {
        try {
            return client.say(command, LIMIT);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    /** Answers one connection; tells what it was asked. */
    private CompletableFuture<String> gatewayAnswers(String answer) throws IOException {
        ServerSocketChannel server = listen();
        return CompletableFuture.supplyAsync(
                () -> {
                    try (server;
                            SocketChannel channel = server.accept()) {
                        ByteBuffer command = ByteBuffer.allocate(100);
                        channel.read(command);
                        channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                        return new String(command.array(), 0, command.position(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }
}
