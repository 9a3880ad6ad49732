package io.bighammer.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said on a connection of the control socket. The client sends one line, a command with its arguments; it gets the
 * output, each line behind a space, and a last line that is the exit code alone.
 */
final class Conversation {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private static final int LONGEST_LINE = 8192;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Command> commands;

    Conversation(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /** Holds it to its end and closes the connection. */
    void hold(Socket client, long pid) {
        try (client) {
            Reply reply = reply(client, pid);
            String lines = reply.lines().stream().map(line -> " " + line + "\n").collect(Collectors.joining());
            byte[] bytes = (lines + reply.exitCode() + "\n").getBytes(StandardCharsets.UTF_8);
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            log.debug("Process {} left the control socket before it had its answer", pid, e);
        }
    }

    private Reply reply(Socket client, long pid) throws IOException {
        Optional<String> line;
        try {
            line = readLine(client);
        } catch (SocketTimeoutException e) {
            return Reply.usage("No command within " + PATIENCE.toSeconds() + " s.");
        }
        if (line.isEmpty()) {
            return Reply.usage("A command is one line of at most " + LONGEST_LINE + " bytes.");
        }
        log.debug("Process {} asks: {}", pid, line.get());
        List<String> words = Arrays.asList(line.get().strip().split("\\s+"));
        try {
            return run(words.get(0), words.subList(1, words.size()));
        } catch (RuntimeException e) {
            log.error("The command \"{}\" failed", line.get(), e);
            return new Reply(List.of("The command failed: " + e), Reply.PARTLY);
        }
    }

    private Reply run(String name, List<String> arguments) {
        for (Command command : commands) {
            if (command.name().equals(name)) {
                return command.run(arguments);
            }
        }
        String known = commands.stream().map(Command::name).collect(Collectors.joining(", "));
        return Reply.usage("There is no command \"" + name + "\". There are: " + known);
    }

    /** Empty when the line is too long or does not end. The limit is for the whole line, not for each piece of it. */
    private static Optional<String> readLine(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        byte[] bytes = new byte[LONGEST_LINE];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int length = 0;
        while (length < bytes.length) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                throw new SocketTimeoutException();
            }
            client.setSoTimeout((int) millis);
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return Optional.empty();
            }
            for (int i = length; i < length + read; i++) {
                if (bytes[i] == '\n') {
                    return Optional.of(new String(bytes, 0, i, StandardCharsets.UTF_8));
                }
            }
            length += read;
        }
        return Optional.empty();
    }
}
