package io.bighammer.plugins.logger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes entries from any thread without ever making it wait, and writes them on a thread of its own. When the disk does not
 * keep up, entries are dropped, counted and the count is logged.
 */
final class LogWriter {
    private static final Logger log = LoggerFactory.getLogger(LogWriter.class);

    private static final int CAPACITY = 16_384;
    private static final int BATCH_BYTES = 256 * 1024;
    private static final long REPORT_EVERY = Duration.ofSeconds(10).toNanos();

    /** How long the first line waits for others, so that a busy gateway writes once for many. */
    private static final long GATHER = Duration.ofMillis(5).toNanos();

    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final LogFile file;
    private final LineFormat format;
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closed;
    /** How many entries are in the batch that is being made. */
    private int taken;

    private boolean failing;
    private long lastReport = System.nanoTime() - REPORT_EVERY;

    LogWriter(LogFile file, LineFormat format) {
        this.file = file;
        this.format = format;
        thread = new Thread(this::run, "access-log");
        thread.setDaemon(true);
    }

    LogWriter start() {
        thread.start();
        return this;
    }

    void write(Entry entry) {
        if (queued.incrementAndGet() > CAPACITY) {
            queued.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        queue.add(entry);
        if (idle) {
            idle = false;
            LockSupport.unpark(thread);
        }
    }

    /** Writes what is queued, then ends the thread. */
    void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join(Duration.ofSeconds(5).toMillis());
    }

    private void run() {
        boolean last;
        do {
            last = closed;
            while (!queue.isEmpty()) {
                writeBatch();
            }
            reportDropped(last);
            if (!last) {
                awaitEntries();
            }
        } while (!last);
    }

    private void awaitEntries() {
        idle = true;
        // Whoever adds an entry looks at idle afterwards, so that one of the two sees the other.
        if (queue.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        idle = false;
        if (!closed) {
            LockSupport.parkNanos(this, GATHER);
        }
    }

    private void writeBatch() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(8192);
        taken = 0;
        format.append(() -> lines.size() < BATCH_BYTES ? next() : null, lines);
        try {
            file.append(lines);
            failing = false;
        } catch (IOException e) {
            dropped.addAndGet(taken);
            if (!failing) {
                failing = true;
                log.warn("Cannot write to {}: {}. Lines are dropped until that is mended", file.path(), e.toString());
            }
        }
    }

    private Entry next() {
        Entry entry = queue.poll();
        if (entry != null) {
            queued.decrementAndGet();
            taken++;
        }
        return entry;
    }

    private void reportDropped(boolean now) {
        if (dropped.get() > 0 && (now || System.nanoTime() - lastReport > REPORT_EVERY)) {
            lastReport = System.nanoTime();
            log.warn("{} lines are missing in {}: the disk is full or too slow", dropped.getAndSet(0), file.path());
        }
    }
}
