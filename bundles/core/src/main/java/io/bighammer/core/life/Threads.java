package io.bighammer.core.life;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.VirtualThreads;

/** The threads that are not a door's: those that plugins may block, and the one that ends what was replaced. */
final class Threads implements AutoCloseable {
    private static final int MAX_BLOCKED = 256;
    private static final int IDLE_SECONDS = 30;

    private final ExecutorService platform = new ThreadPoolExecutor(
            0, MAX_BLOCKED, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named("plugins"));
    private final ExecutorService retirement = Executors.newSingleThreadExecutor(named("retirement"));

    /** Virtual threads where the JDK has them. It rejects what it cannot run. */
    Executor blockingPool() {
        Executor virtual = VirtualThreads.getDefaultVirtualThreadsExecutor();
        return virtual == null ? platform : virtual;
    }

    Executor retirement() {
        return retirement;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        platform.shutdown();
        retirement.shutdown();
    }
}
