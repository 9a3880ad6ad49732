package io.bighammer.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * Passes line after line to a shell in the running gateway and prints the answers: {@code ShellClient HOME [PROMPT]}. Ends with the exit
 * code of the last command, with 3 when nobody listens, with 5 when the gateway hung up.
 */
public final class ShellClient {
    private static final Set<String> ENDS = Set.of("exit", "quit");

    private final UnixDomainSocketAddress address;
    private final BufferedReader typed;
    private final PrintStream out;
    private final String prompt;

    ShellClient(Path socket, BufferedReader typed, PrintStream out, String prompt) {
        this.address = UnixDomainSocketAddress.of(socket);
        this.typed = typed;
        this.out = out;
        this.prompt = prompt;
    }

    public static void main(String[] args) {
        Path socket = Path.of(args[0], "runtime/control.sock");
        BufferedReader typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new ShellClient(socket, typed, out, args.length > 1 ? args[1] : "").talk());
    }

    /** To the end of what is typed. */
    int talk() {
        try (SocketChannel channel = SocketChannel.open(address)) {
            BufferedReader answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            // The greeting is for people.
            PrintStream greeted = prompt.isEmpty() ? new PrintStream(PrintStream.nullOutputStream()) : out;
            int code = say(channel, "shell", answers, greeted);
            for (String line = next(); line != null && code != ControlClient.NO_ANSWER; line = next()) {
                if (!line.isBlank()) {
                    code = say(channel, line, answers, out);
                }
            }
            return code;
        } catch (SocketException e) {
            return ControlClient.NOBODY_LISTENS;
        } catch (IOException e) {
            return ControlClient.NO_ANSWER;
        }
    }

    /** Null at the end. */
    private String next() throws IOException {
        out.print(prompt);
        out.flush();
        String line = typed.readLine();
        if (line == null && !prompt.isEmpty()) {
            out.println();
        }
        return line == null || ENDS.contains(line.strip()) ? null : line;
    }

    private static int say(SocketChannel channel, String line, BufferedReader answers, PrintStream out)
            throws IOException {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return ControlClient.print(answers, out);
    }
}
