package io.bighammer.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Says a command to the running gateway over {@code runtime/control.sock} and prints the answer: {@code ControlClient HOME SECONDS
 * COMMAND…}. Ends with the answer's exit code, with 3 when nobody listens, with 5 when no whole answer came in time.
 *
 * <p>The command is one line. Each line of the answer begins with a space, but for the last, which is the exit code.
 */
public final class ControlClient {

    static final int NOBODY_LISTENS = 3;
    static final int NO_ANSWER = 5;
    private static final long RETRY_MILLIS = 20;

    private final UnixDomainSocketAddress address;
    private final PrintStream out;

    ControlClient(Path socket, PrintStream out) {
        this.address = UnixDomainSocketAddress.of(socket);
        this.out = out;
    }

    public static void main(String[] args) throws InterruptedException {
        Path socket = Path.of(args[0], "runtime/control.sock");
        Duration limit = Duration.ofSeconds(Long.parseLong(args[1]));
        String command = String.join(" ", Arrays.copyOfRange(args, 2, args.length));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new ControlClient(socket, out).say(command, limit));
    }

    /** Gives up, and leaves its thread behind, when the limit is reached: a hanging gateway must not make its client hang. */
    int say(String command, Duration limit) throws InterruptedException {
        int[] code = {NO_ANSWER};
        Thread talk = new Thread(() -> code[0] = talk(command, System.nanoTime() + limit.toNanos()), "control");
        talk.setDaemon(true);
        talk.start();
        talk.join(limit.toMillis());
        return talk.isAlive() ? NO_ANSWER : code[0];
    }

    private int talk(String command, long deadline) {
        try (SocketChannel channel = connect(command.startsWith("await-start"), deadline)) {
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            return print(new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)), out);
        } catch (SocketException e) {
            return NOBODY_LISTENS;
        } catch (IOException | NumberFormatException e) {
            return NO_ANSWER;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NO_ANSWER;
        }
    }

    /** A gateway that is just starting has no socket yet: who awaits the start tries again. */
    private SocketChannel connect(boolean patient, long deadline) throws IOException, InterruptedException {
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(address);
                return channel;
            } catch (SocketException e) {
                channel.close();
                if (!patient || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    /** Prints one answer and gives its exit code. */
    static int print(BufferedReader answer, PrintStream out) throws IOException {
        for (String line = answer.readLine(); line != null; line = answer.readLine()) {
            if (!line.startsWith(" ")) {
                return Integer.parseInt(line);
            }
            out.println(line.substring(1));
        }
        return NO_ANSWER;
    }
}
