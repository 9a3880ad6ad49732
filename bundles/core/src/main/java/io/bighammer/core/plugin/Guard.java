package io.bighammer.core.plugin;

import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rails around a plugin's code: it runs with its own context class loader and is counted and timed; one that may block has at
 * most {@value #MOST_BLOCKED} calls at once, and one that says that it does not block and does is found out. Safe for use by many threads.
 */
final class Guard {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    private static final int MOST_BLOCKED = 64;
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** So many slow calls in a window are no accident. */
    private static final int SLOW_CALLS = 5;

    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String plugin;
    private final ClassLoader loader;
    private final long slowNanos;
    private final AtomicInteger inside = new AtomicInteger();
    private final PluginCounts counts;
    private volatile boolean nonBlocking;
    private long windowBegan;
    private int slowInWindow;

    interface Part {
        void run() throws Exception;
    }

    Guard(String plugin, ClassLoader loader, boolean nonBlocking, PluginCounts counts) {
        this(plugin, loader, nonBlocking, counts, SLOW_NANOS);
    }

    Guard(String plugin, ClassLoader loader, boolean nonBlocking, PluginCounts counts, long slowNanos) {
        this.slowNanos = slowNanos;
        this.plugin = plugin;
        this.counts = counts;
        this.loader = loader;
        this.nonBlocking = nonBlocking;
    }

    boolean nonBlocking() {
        return nonBlocking;
    }

    PluginCounts counts() {
        return counts;
    }

    void run(Part part) throws Exception {
        if (inside.incrementAndGet() > MOST_BLOCKED && !nonBlocking) {
            inside.decrementAndGet();
            throw new ProblemException(Problem.OVERLOADED, "A plugin of this route has too many requests.")
                    .header("Retry-After", "1");
        }
        long began = System.nanoTime();
        try {
            runUncounted(part);
        } catch (ProblemException answer) {
            throw answer; // its way to refuse a request, not a fault
        } catch (Throwable fault) {
            counts.failed();
            throw fault;
        } finally {
            inside.decrementAndGet();
            long took = System.nanoTime() - began;
            counts.called(took);
            if (took > slowNanos && nonBlocking) {
                wasSlow(began, took);
            }
        }
    }

    /** What is no part of a request. */
    void runUncounted(Part part) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            part.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private synchronized void wasSlow(long began, long took) {
        if (slowInWindow == 0 || began - windowBegan > WINDOW_NANOS) {
            windowBegan = began;
            slowInWindow = 0;
        }
        slowInWindow++;
        if (slowInWindow < SLOW_CALLS || !nonBlocking) {
            log.warn(
                    "Plugin {} says that it does not block, but took {} ms",
                    plugin,
                    TimeUnit.NANOSECONDS.toMillis(took));
            return;
        }
        nonBlocking = false;
        log.error(
                "Plugin {} says that it does not block, but blocks again and again: from now on its routes run on threads of"
                        + " their own; take @NonBlocking away from it",
                plugin);
    }
}
