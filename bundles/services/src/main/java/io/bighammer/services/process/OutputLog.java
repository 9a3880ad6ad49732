package io.bighammer.services.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a process prints into the log, line by line under its name, and remembers the last lines. */
final class OutputLog {
    private static final Logger log = LoggerFactory.getLogger("worker");
    private static final int LINES = 20;
    /** A longer line is cut, so that a process that never ends one cannot fill the memory. */
    private static final int LONGEST = 8192;

    private static final long STACK = 128 * 1024;

    private final String name;
    private final InputStream stream;
    private final boolean errors;
    private final Deque<Line> last = new ArrayDeque<>();

    private record Line(String text, long readNanos) {}

    OutputLog(String name, InputStream stream, boolean errors) {
        this.name = name;
        this.stream = stream;
        this.errors = errors;
    }

    /** Begins to read on a thread of its own; completed when the process has closed the stream. */
    CompletableFuture<Void> start() {
        CompletableFuture<Void> read = new CompletableFuture<>();
        Thread reader = new Thread(null, () -> readAll(read), name + (errors ? " stderr" : " stdout"), STACK);
        reader.setDaemon(true);
        reader.start();
        return read;
    }

    /** The last lines, as far as they were read within that time. */
    String tail(Duration within) {
        long now = System.nanoTime();
        synchronized (last) {
            return last.stream()
                    .filter(line -> within.compareTo(Duration.ofNanos(now - line.readNanos())) >= 0)
                    .map(Line::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private void readAll(CompletableFuture<Void> read) {
        try (stream) {
            byte[] bytes = new byte[LONGEST];
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
                split(bytes, count, line);
            }
            end(line);
        } catch (IOException closed) {
            log.debug("{}: its output ended: {}", name, closed.getMessage());
        } finally {
            read.complete(null);
        }
    }

    private void split(byte[] bytes, int count, ByteArrayOutputStream line) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n' || line.size() == LONGEST) {
                end(line);
            }
            if (bytes[i] != '\n') {
                line.write(bytes[i]);
            }
        }
    }

    private void end(ByteArrayOutputStream bytes) {
        String line = printable(bytes.toString(StandardCharsets.UTF_8));
        bytes.reset();
        if (line.isBlank()) {
            return;
        }
        if (errors) {
            remember(line);
            log.warn("{}: {}", name, line);
        } else {
            log.info("{}: {}", name, line);
        }
    }

    private void remember(String line) {
        synchronized (last) {
            if (last.size() == LINES) {
                last.removeFirst();
            }
            last.addLast(new Line(line, System.nanoTime()));
        }
    }

    /** A service must not be able to write into the operator's terminal. */
    private static String printable(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            text.append(Character.isISOControl(c) && c != '\t' ? ' ' : c);
        }
        return text.toString().stripTrailing();
    }
}
