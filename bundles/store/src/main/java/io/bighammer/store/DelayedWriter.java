package io.bighammer.store;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes once for all changes of a short while. Safe for use by many threads. */
final class DelayedWriter {
    private static final Logger log = LoggerFactory.getLogger(DelayedWriter.class);
    private static final long LAST_WRITE_SECONDS = 10;

    private final long delayMillis;
    private final Writing writing;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread writer = new Thread(work, "store");
        writer.setDaemon(true);
        return writer;
    });

    interface Writing {
        void write() throws IOException;
    }

    DelayedWriter(Duration delay, Writing writing) {
        this.delayMillis = delay.toMillis();
        this.writing = writing;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void changed() {
        if (waiting.compareAndSet(false, true)) {
            thread.schedule(this::write, delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void write() {
        waiting.set(false); // before it is read what to write: a later change is written again
        try {
            writing.write();
        } catch (IOException | RuntimeException e) {
            log.error("The store could not be written, its values are in memory only; it is tried again", e);
            changed();
        }
    }

    /** Writes at once what waits. */
    void close() {
        boolean last = waiting.get();
        thread.shutdown();
        try {
            thread.awaitTermination(LAST_WRITE_SECONDS, TimeUnit.SECONDS);
            if (last) {
                writing.write();
            }
        } catch (IOException e) {
            log.error("The last changes of the store could not be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
