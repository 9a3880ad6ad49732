package io.bighammer.admin;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said on a connection of the control socket. The client sends one line, a command with its arguments; it gets the
 * output, each line behind a space, and a last line that is the exit code alone. After {@code shell} without a command it goes on: each
 * further line is a command of the shell and is answered in the same way.
 */
final class Conversation {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private static final String SHELL = "shell";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Command> commands;
    private final Shells shells;
    private final Set<Socket> shellClients = ConcurrentHashMap.newKeySet();

    Conversation(List<Command> commands, Shells shells) {
        this.commands = List.copyOf(commands);
        this.shells = shells;
    }

    /** Holds it to its end and closes the connection. */
    void hold(Socket client, long pid) {
        try (client) {
            Lines lines = new Lines(client);
            Optional<String> line = firstLine(client, lines);
            if (line.isEmpty()) {
                return;
            }
            log.debug("Process {} asks: {}", pid, line.get());
            List<String> words = Arrays.asList(line.get().strip().split("\\s+"));
            if (words.get(0).equals(SHELL)) {
                String command = line.get().strip().substring(SHELL.length()).strip();
                shellClients.add(client);
                shells.hold(lines, command, reply -> send(client, reply));
            } else {
                send(client, reply(words));
            }
        } catch (IOException e) {
            log.debug("Process {} left the control socket before it had its answer", pid, e);
        } finally {
            shellClients.remove(client);
        }
    }

    /** Hangs up on those who may not say anything for a long time. */
    void endShells() throws IOException {
        for (Socket client : shellClients) {
            client.close();
        }
    }

    /** Empty when there is none; then the client has been told. */
    private static Optional<String> firstLine(Socket client, Lines lines) throws IOException {
        try {
            Optional<String> line = lines.next(PATIENCE);
            if (line.isEmpty()) {
                send(client, Reply.usage("A command is one line of at most " + Lines.LONGEST + " bytes."));
            }
            return line;
        } catch (SocketTimeoutException e) {
            send(client, Reply.usage("No command within " + PATIENCE.toSeconds() + " s."));
            return Optional.empty();
        }
    }

    private static void send(Socket client, Reply reply) throws IOException {
        String lines = reply.lines().stream().map(line -> " " + line + "\n").collect(Collectors.joining());
        client.getOutputStream().write((lines + reply.exitCode() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Reply reply(List<String> words) {
        try {
            return run(words.get(0), words.subList(1, words.size()));
        } catch (RuntimeException e) {
            log.error("The command \"{}\" failed", String.join(" ", words), e);
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
        return Reply.usage("There is no command \"" + name + "\". There are: " + known + ", " + SHELL);
    }
}
