package io.bighammer.services.time;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread on which things happen one after the other, now or later. After {@link #close} it does nothing. */
public final class Loop implements Executor {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);

    private final ScheduledThreadPoolExecutor thread;

    public Loop(String name) {
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread worker = new Thread(work, name);
            worker.setDaemon(true);
            return worker;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setRejectedExecutionHandler((work, closed) -> log.debug("closed: {} is not done any more", work));
    }

    @Override
    public void execute(Runnable work) {
        thread.execute(() -> guarded(work));
    }

    public Future<?> after(Duration delay, Runnable work) {
        return thread.schedule(() -> guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    public void every(Duration period, Runnable work) {
        thread.scheduleWithFixedDelay(() -> guarded(work), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    public void close() {
        thread.shutdownNow();
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            log.error(
                    "A step on {} failed; the others go on",
                    Thread.currentThread().getName(),
                    failure);
        }
    }
}
