package io.bighammer.admin;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shells of Felix Gogo, one for each connection that asks for one. Safe for use by many threads. */
@Component(service = Shells.class)
public final class Shells {
    /** Fewer than the control socket takes connections: forgotten shells must not keep anybody from a stop. */
    static final int MOST = 8;

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(2);

    private final CommandProcessor processor;
    private final Duration limit;
    private final Semaphore free = new Semaphore(MOST);

    @Activate
    public Shells(@Reference CommandProcessor processor) {
        this(processor, LONGEST_COMMAND);
    }

    Shells(CommandProcessor processor, Duration limit) {
        this.processor = processor;
        this.limit = limit;
    }

    /** Gives a reply to who asked for it. */
    interface Answering {
        void answer(Reply reply) throws IOException;
    }

    /** @param command what to run; when it is empty, the lines are run until they end */
    void hold(Lines lines, String command, Answering client) throws IOException {
        if (!free.tryAcquire()) {
            client.answer(new Reply(
                    List.of("There are " + MOST + " shells already, and no more at a time: close one first."),
                    Reply.PARTLY));
            return;
        }
        try (ShellSession session = new ShellSession(processor, limit)) {
            if (command.isEmpty()) {
                converse(session, lines, client);
            } else {
                client.answer(session.run(command));
            }
        } finally {
            free.release();
        }
    }

    private static void converse(ShellSession session, Lines lines, Answering client) throws IOException {
        client.answer(Reply.ok("The shell of BigHammer; help lists the commands, exit leaves."));
        try {
            Optional<String> line = lines.next(IDLE);
            while (line.isPresent() && session.isOpen()) {
                client.answer(session.run(line.get()));
                line = lines.next(IDLE);
            }
        } catch (SocketTimeoutException e) {
            client.answer(Reply.usage("Closed after " + IDLE.toMinutes() + " minutes without a command."));
        }
    }
}
