package io.bighammer.core.life;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that changes the configuration: whoever sees a change marks it, and after a moment of quiet it is made. */
final class ConfigurationThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConfigurationThread.class);
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final Duration SETTLE = Duration.ofMillis(2_100); // a jar taken away is missed for two seconds

    /** What the thread does. */
    interface Renewal {
        void renew();

        /** Whether something must be looked at again after a while, though nothing marks it. */
        boolean isSettling();
    }

    private final Renewal renewal;
    private final Runnable changed;
    private final Duration quiet;
    private final Duration settle;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "configuration");
        created.setDaemon(true);
        return created;
    });
    private Optional<Future<?>> pending = Optional.empty();

    ConfigurationThread(Renewal renewal, Runnable changed) {
        this(renewal, changed, QUIET, SETTLE);
    }

    ConfigurationThread(Renewal renewal, Runnable changed, Duration quiet, Duration settle) {
        this.renewal = renewal;
        this.changed = changed;
        this.quiet = quiet;
        this.settle = settle;
    }

    /** Something has changed. From any thread. */
    synchronized void mark() {
        pending.ifPresent(before -> before.cancel(false));
        schedule(quiet);
    }

    /** Has it do something else at once, but not in the middle of a change. From any thread. */
    <T> CompletableFuture<T> ask(Supplier<T> task) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                outcome.complete(task.get());
            } catch (RuntimeException | Error e) {
                log.error("What was asked for could not be done; all stays as it was", e);
                outcome.completeExceptionally(e);
            }
            changed.run();
        });
        return outcome;
    }

    private void schedule(Duration delay) {
        if (!thread.isShutdown()) {
            pending = Optional.of(thread.schedule(this::renew, delay.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void renew() {
        begun();
        try {
            renewal.renew();
        } catch (RuntimeException | Error e) {
            log.error("A change could not be made; all stays as it was", e);
        }
        changed.run();
        settle();
    }

    private synchronized void begun() {
        pending = Optional.empty();
    }

    /** A change that was marked in the meantime comes sooner, and looks at everything. */
    private synchronized void settle() {
        if (pending.isEmpty() && renewal.isSettling()) {
            schedule(settle);
        }
    }

    /** A change that is marked and not begun is dropped. */
    @Override
    public synchronized void close() {
        thread.shutdown();
        pending.ifPresent(change -> change.cancel(false));
    }
}
