package io.bighammer.core.life;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that changes the configuration: whoever sees a change marks it, and after a moment of quiet it is made. */
final class ConfigurationThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConfigurationThread.class);
    private static final long QUIET_MILLIS = 200;
    private static final long SETTLE_MILLIS = 2_100; // a jar taken away is missed for two seconds

    private final Generations generations;
    private final Runnable changed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "configuration");
        created.setDaemon(true);
        return created;
    });
    private ScheduledFuture<?> pending;

    ConfigurationThread(Generations generations, Runnable changed) {
        this.generations = generations;
        this.changed = changed;
    }

    /** Something has changed. From any thread. */
    void mark() {
        schedule(QUIET_MILLIS);
    }

    private synchronized void schedule(long millis) {
        if (thread.isShutdown()) {
            return;
        }
        if (pending != null) {
            pending.cancel(false);
        }
        pending = thread.schedule(this::renew, millis, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        try {
            generations.renew();
        } catch (RuntimeException | Error e) {
            log.error("A change could not be made; all stays as it was", e);
        }
        changed.run();
        if (generations.isSettling()) {
            schedule(SETTLE_MILLIS);
        }
    }

    /** A change that is marked and not begun is dropped. */
    @Override
    public synchronized void close() {
        thread.shutdown();
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
