package io.bighammer.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShellClientTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> heard = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void eachLineIsSaidAndItsAnswerPrinted() throws Exception {
        Thread gateway = answering(" Welcome\n0\n", " one\n  two\n0\n", " wrong\n1\n");
        assertEquals(1, client("lb\n\nfail\n", "").talk());
        gateway.join();
        assertEquals(List.of("shell", "lb", "fail"), heard);
        assertEquals("one\n two\nwrong\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aPersonIsGreetedAndPrompted() throws Exception {
        Thread gateway = answering(" Welcome\n0\n", " one\n0\n");
        assertEquals(0, client("lb\nexit\nstop 1\n", "> ").talk());
        gateway.join();
        assertEquals("Welcome\n> one\n> ", printed.toString(StandardCharsets.UTF_8));
        assertEquals(List.of("shell", "lb"), heard);
    }

    @Test
    void aGatewayThatHangsUpIsACodeOfItsOwn() throws Exception {
        answering(" Welcome\n0\n", " half\n");
        assertEquals(ControlClient.NO_ANSWER, client("lb\nlb\n", "").talk());
    }

    @Test
    void nobodyListeningIsACodeOfItsOwn() {
        assertEquals(ControlClient.NOBODY_LISTENS, client("lb\n", "").talk());
    }

    private ShellClient client(String typed, String prompt) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new ShellClient(socket(), new BufferedReader(new StringReader(typed)), out, prompt);
    }

    private Path socket() {
        return folder.resolve("control.sock");
    }

    /** Takes one connection, has an answer for each line, and hangs up. */
    private Thread answering(String... answers) throws IOException {
        ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()));
        Thread thread = new Thread(() -> {
            try (server;
                    SocketChannel channel = server.accept()) {
                BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
                for (String answer : answers) {
                    heard.add(lines.readLine());
                    channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();
        return thread;
    }
}
