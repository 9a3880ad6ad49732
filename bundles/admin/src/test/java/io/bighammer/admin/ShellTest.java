package io.bighammer.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell over the control socket, with Gogo itself. */
@Timeout(60)
class ShellTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final CommandProcessorImpl gogo = new CommandProcessorImpl(threadIo);

    @TempDir
    Path runtime;

    private ControlSocket socket;

    /** Public, for Gogo calls its methods. */
    public final class Commands {
        public String twice(String text) {
            return text + text;
        }

        public void fail() {
            throw new IllegalStateException("it is night");
        }

        public void print(int lines) {
            for (int i = 0; i < lines; i++) {
                System.out.println("line " + i);
            }
        }

        public void hang() throws InterruptedException {
            never.await();
        }
    }

    @BeforeEach
    void open() throws IOException {
        threadIo.start();
        for (String name : List.of("twice", "fail", "print", "hang")) {
            gogo.addCommand("bighammer", new Commands(), name);
        }
        socket = newSocket(Duration.ofSeconds(30));
    }

    private ControlSocket newSocket(Duration limit) throws IOException {
        return new ControlSocket(runtime, new Shells(gogo, limit), List.of(new PingCommand()));
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        gogo.stop();
        threadIo.stop();
    }

    @Test
    void oneCommandIsAnsweredWithItsResultAndItsOutput() throws Exception {
        assertEquals(List.of(" aa", "0"), ask("twice a"));
        assertEquals(List.of(" line 0", " line 1", "0"), ask("bighammer:print 2"));
        assertEquals(List.of("0"), ask("print 0"));
    }

    @Test
    void theExitCodeTellsWhetherItFailedOrWasNotUnderstood() throws Exception {
        assertEquals(List.of(" it is night", "1"), ask("fail"));
        assertEquals(List.of(" Command not found: dance", "2"), ask("dance"));
        assertEquals("2", last(ask("twice a b c")));
        assertEquals("2", last(ask("twice {")));
    }

    @Test
    void aShellAnswersLineAfterLineAndKeepsItsVariables() throws Exception {
        try (SocketChannel client = connect()) {
            BufferedReader answers = reader(client);
            send(client, "shell\nx = night\ntwice $x\n");
            assertEquals("0", last(answer(answers)));
            assertEquals("0", last(answer(answers)));
            assertEquals(List.of(" nightnight", "0"), answer(answers));
            send(client, "fail\n");
            assertEquals(List.of(" it is night", "1"), answer(answers));
            send(client, "twice a\n");
            assertEquals(List.of(" aa", "0"), answer(answers));
        }
    }

    @Test
    void aCommandThatHangsIsGivenUpAndDisturbsNobody() throws Exception {
        socket.close();
        socket = newSocket(Duration.ofMillis(300));
        try (SocketChannel hanging = connect()) {
            send(hanging, "shell hang\n");
            assertEquals(List.of(" aa", "0"), ask("twice a"));
            List<String> answer = answer(reader(hanging));
            assertTrue(answer.get(0).contains("did not end within"), answer.toString());
            assertEquals("1", last(answer));
        }
    }

    @Test
    void whatPrintsWithoutEndIsCut() throws Exception {
        List<String> answer = ask("print 1000000");
        assertEquals(" (The rest is left out: a command can print 4 MiB.)", answer.get(answer.size() - 2));
    }

    @Test
    void forgottenShellsLeaveRoomForCommands() throws Exception {
        List<SocketChannel> forgotten = new ArrayList<>();
        try {
            for (int i = 0; i < Shells.MOST; i++) {
                SocketChannel client = connect();
                forgotten.add(client);
                send(client, "shell\n");
                assertEquals("0", last(answer(reader(client))));
            }
            assertTrue(ask("twice a").get(0).contains("There are 8 shells already"));
            assertEquals(List.of(" pong", "0"), say("ping\n"));
        } finally {
            for (SocketChannel client : forgotten) {
                client.close();
            }
        }
    }

    @Test
    void aShellEndsWithItsClientAndLeavesNoThread() throws Exception {
        int ended = 0;
        while (ended
                < 3 * Shells.MOST) { // as often as one before it has been seen to end; the limit of the test is the
            // deadline
            try (SocketChannel client = connect()) {
                send(client, "shell\ntwice a | twice b\n");
                List<String> answer = answer(reader(client));
                if (!answer.get(0).contains("There are 8 shells already")) {
                    assertEquals("0", last(answer));
                    ended++;
                }
            }
        }
        awaitNoThread("shell");
        awaitNoThread("session-");
    }

    @Test
    void aStopHangsUpOnShells() throws Exception {
        try (SocketChannel client = connect()) {
            BufferedReader answers = reader(client);
            send(client, "shell\n");
            answer(answers);
            socket.close();
            assertEquals(-1, answers.read());
        }
        awaitNoThread("control");
    }

    private static void awaitNoThread(String name) throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(name)) {
                thread.join(20_000);
                assertFalse(thread.isAlive(), thread.getName());
            }
        }
    }

    private List<String> ask(String command) throws IOException {
        return say("shell " + command + "\n");
    }

    private List<String> say(String line) throws IOException {
        try (SocketChannel client = connect()) {
            send(client, line);
            return answer(reader(client));
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(runtime.resolve("control.sock")));
    }

    private static BufferedReader reader(SocketChannel client) {
        return new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
    }

    private static void send(SocketChannel client, String text) throws IOException {
        client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All lines up to the exit code. */
    private static List<String> answer(BufferedReader answers) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(answers.readLine());
        } while (lines.get(lines.size() - 1).startsWith(" "));
        return lines;
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }
}
