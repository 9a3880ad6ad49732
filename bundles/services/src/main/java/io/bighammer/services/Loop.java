package io.bighammer.services;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which all that happens to workers happens, one after the other. After {@link #close} it does nothing. */
final class Loop implements Executor {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread supervisor = new Thread(work, "bighammer-supervisor");
        supervisor.setDaemon(true);
        return supervisor;
    });

    Loop() {
        thread.setRemoveOnCancelPolicy(true);
        thread.setRejectedExecutionHandler((work, closed) -> log.debug("closed: {} is not done any more", work));
    }

    @Override
    public void execute(Runnable work) {
        thread.execute(() -> guarded(work));
    }

    Future<?> after(Duration delay, Runnable work) {
        return thread.schedule(() -> guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void every(Duration period, Runnable work) {
        thread.scheduleWithFixedDelay(() -> guarded(work), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    void close() {
        thread.shutdownNow();
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            log.error("A step of the supervisor failed; the others go on", failure);
        }
    }
}
