package io.bighammer.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.Control.State;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlSocketTest {
    private final FakeControl control = new FakeControl();
    private final GatewayStatus status = new GatewayStatus(control, "1.2.3", Instant.now());

    @TempDir
    Path runtime;

    private ControlSocket socket;

    @BeforeEach
    void open() throws IOException {
        socket = newSocket();
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
    }

    @Test
    void outputIsIndentedAndTheExitCodeStandsAlone() throws Exception {
        assertEquals(" pong\n0\n", ask("ping\n"));
    }

    @Test
    @Timeout(30)
    void itsFileIsMadeAnewWhenSomebodyRemovesIt() throws Exception {
        Files.delete(runtime.resolve("control.sock"));
        awaitPong();
        socket.close();
        assertFalse(Files.exists(runtime.resolve("control.sock")));
    }

    /** A file that is there does not answer yet. */
    private void awaitPong() throws Exception {
        while (true) {
            try {
                assertEquals(" pong\n0\n", ask("ping\n"));
                return;
            } catch (IOException notYet) {
                Thread.sleep(10);
            }
        }
    }

    @Test
    void anUnknownCommandIsToldTheKnownOnes() throws Exception {
        assertEquals(
                " There is no command \"dance\". There are: ping, status, await-start, stop, shell\n2\n",
                ask("dance now\n"));
    }

    @Test
    void aLineThatIsTooLongOrDoesNotEndIsRefused() throws Exception {
        String refusal = " A command is one line of at most 8192 bytes.\n2\n";
        assertEquals(refusal, ask("x".repeat(8192)));
        assertEquals(refusal, ask("ping"));
    }

    @Test
    void stopAnswersAtOnce() throws Exception {
        assertEquals(" stopping\n0\n", ask("stop\n"));
        control.stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void awaitStartAnswersWhenTheGatewayRuns() throws Exception {
        status.addSource(new FakeSource("plugins", Map.of()).complain("auth refuses everybody.\nPaste this."));
        try (SocketChannel client = connect()) {
            send(client, "await-start\n");
            assertEquals(" pong\n0\n", ask("ping\n"));
            control.started.complete(null);
            assertEquals(" auth refuses everybody.\n Paste this.\n0\n", answer(client));
        }
    }

    @Test
    void awaitStartTellsWhyItFailed() throws Exception {
        control.started.completeExceptionally(new IOException("router.json:3: no path\nrouter.json:9: no handler"));

        assertEquals(" router.json:3: no path\n router.json:9: no handler\n1\n", ask("await-start\n"));
    }

    @Test
    void statusPingsTheWorkersFirst() throws Exception {
        FakeSource workers = new FakeSource("services", Map.of("ping", "old"));
        status.addSource(workers);
        CompletableFuture<Void> pong = new CompletableFuture<>();
        Executor later = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);
        Runnable worker = () -> {
            workers.become(Map.of("ping", "new"));
            pong.complete(null);
        };
        status.setServices(new FakeServices(() -> later.execute(worker), pong));

        String answer = ask("status\n");
        assertTrue(answer.contains(" ping  new\n"), answer);
        assertTrue(answer.endsWith("\n0\n"), answer);
    }

    @Test
    void statusDoesNotHangWithItsServices() throws Exception {
        status.setServices(new FakeServices(() -> {}, new CompletableFuture<>()));

        assertTrue(ask("status\n").endsWith("\n0\n"));
    }

    @Test
    void statusEndsWithOneWhenSomethingIsWrong() throws Exception {
        control.state = State.STARTING;
        assertTrue(ask("status\n").endsWith("\n1\n"));

        control.state = State.RUNNING;
        status.addSource(new FakeSource("doors", Map.of()).complain("HTTP is closed: open it."));
        assertTrue(ask("status\n").endsWith("\n1\n"));
    }

    @Test
    void statusIsJsonForPrograms() throws Exception {
        status.addSource(new FakeSource("doors", List.of(Map.of("name", "http"))));

        String answer = ask("status --json\n");
        assertTrue(answer.startsWith(" {\n"), answer);
        assertTrue(answer.contains("\"state\" : \"RUNNING\""), answer);
        assertTrue(ask("status --xml\n").endsWith("\n2\n"));
    }

    @Test
    void onlyItsUserAndRootMayConnect() throws Exception {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime.resolve("control.sock"))));
        assertTrue(ControlSocket.trusted(1000, 1000));
        assertTrue(ControlSocket.trusted(0, 1000));
        assertFalse(ControlSocket.trusted(1001, 1000));
    }

    @Test
    void aSocketLeftBehindIsReplacedAndOneThatAnswersIsNot() throws Exception {
        String message = assertThrows(IOException.class, this::newSocket).getMessage();
        assertTrue(message.contains("Another gateway answers"), message);

        socket.close();
        try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(runtime.resolve("control.sock")));
        }
        socket = newSocket();
        assertEquals(" pong\n0\n", ask("ping\n"));
    }

    @Test
    void nothingRemainsWhenItIsClosed() throws Exception {
        socket.close();

        assertFalse(Files.exists(runtime.resolve("control.sock")));
    }

    private ControlSocket newSocket() throws IOException {
        return new ControlSocket(
                runtime,
                new Shells(new CommandProcessorImpl(new ThreadIOImpl()), Duration.ofMinutes(1)),
                List.of(
                        new PingCommand(),
                        new StatusCommand(status, new StatusJson()),
                        new AwaitStartCommand(control, status),
                        new StopCommand(control)));
    }

    private String ask(String line) throws IOException {
        try (SocketChannel client = connect()) {
            send(client, line);
            client.shutdownOutput();
            return answer(client);
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(runtime.resolve("control.sock")));
    }

    private static void send(SocketChannel client, String line) throws IOException {
        client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }

    private static String answer(SocketChannel client) throws IOException {
        return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
    }
}
