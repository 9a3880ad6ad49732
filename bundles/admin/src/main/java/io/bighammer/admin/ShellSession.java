package io.bighammer.admin;

import java.io.EOFException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** One shell with its variables. For one thread; closing it ends what it has started. */
final class ShellSession implements AutoCloseable {
    /** Where a name without a scope is looked for, first to last. */
    private static final String SCOPES = "felix:bighammer:scr:*";

    private final ShellOutput output = new ShellOutput();
    private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    private final CommandSession session;
    private final Duration limit;
    private boolean open = true;

    /** @param limit for each command; whoever does not come back is taken for lost */
    ShellSession(CommandProcessor processor, Duration limit) {
        this.session = processor.createSession(InputStream.nullInputStream(), out, out);
        this.limit = limit;
        session.put("SCOPE", SCOPES);
    }

    /** Whether it can run another command. */
    boolean isOpen() {
        return open;
    }

    Reply run(String line) {
        FutureTask<Integer> task = new FutureTask<>(() -> execute(line));
        // A thread of its own: what Gogo ties to it, the output above all, ends with it.
        Thread thread = new Thread(task, "shell");
        thread.setDaemon(true);
        thread.start();
        try {
            int code = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(output.take(), code);
        } catch (TimeoutException e) {
            return broken(task, "The command did not end within " + limit.toSeconds() + " s; this shell is closed.");
        } catch (ExecutionException e) {
            return broken(task, "The command failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return broken(task, "The gateway stops.");
        }
    }

    private Reply broken(FutureTask<Integer> task, String reason) {
        List<String> lines = new ArrayList<>(output.take());
        task.cancel(true);
        close();
        lines.add(reason);
        return new Reply(lines, Reply.PARTLY);
    }

    private int execute(String line) {
        try {
            Object result = session.execute(line);
            if (result != null) {
                out.println(session.format(result, Converter.INSPECT));
            }
            return Reply.OK;
        } catch (Exception e) {
            out.println(e.getMessage() == null ? e.toString() : e.getMessage());
            return wasUnderstood(e) ? Reply.PARTLY : Reply.USAGE;
        }
    }

    /** What Gogo itself throws is about the line: no such command, or not closed. */
    private static boolean wasUnderstood(Exception failure) {
        return !(failure instanceof IllegalArgumentException)
                && !(failure instanceof EOFException)
                && !failure.getClass().getPackageName().equals("org.apache.felix.gogo.runtime");
    }

    @Override
    public void close() {
        open = false;
        session.close();
    }
}
