package io.bighammer.ipc.workers;

import io.bighammer.ipc.SocketFile;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.WorkerAdmission;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door that workers come in by: a Unix socket that only the gateway's own user may open. It keeps its socket: a file that
 * somebody removes or replaces is made anew.
 */
@Component(service = Door.class, property = Door.NAME + "=" + Door.WORKERS)
public final class WorkersDoor implements Door {
    private static final Logger log = LoggerFactory.getLogger(WorkersDoor.class);

    private static final String KEY = "bussiness_socket_path";
    private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration WATCH_EVERY = Duration.ofSeconds(2);
    private static final String END_REASON = "The gateway stops";
    private static final int BACKLOG = 128;
    private static final int MOST_THREADS = 8;

    private final WorkerAdmission admission;
    private final BufferBudget budget;
    private final ByteBufferPool pool;
    private final Duration helloTimeout;
    private final Duration watchEvery;

    private SocketFile file;
    private QueuedThreadPool threads;
    private Scheduler scheduler;
    private WorkerSelectors selectors;
    private ServerSocketChannel server;
    private boolean fileIsLost;
    private volatile boolean open;
    private volatile CompletableFuture<Void> emptied = new CompletableFuture<>();

    @Activate
    public WorkersDoor(@Reference WorkerAdmission admission, @Reference BufferBudget budget) {
        this(admission, budget, new ArrayByteBufferPool(), HELLO_TIMEOUT, WATCH_EVERY);
    }

    WorkersDoor(
            WorkerAdmission admission,
            BufferBudget budget,
            ByteBufferPool pool,
            Duration helloTimeout,
            Duration watchEvery) {
        this.pool = pool;
        this.admission = admission;
        this.budget = budget;
        this.helloTimeout = helloTimeout;
        this.watchEvery = watchEvery;
    }

    @Override
    public String name() {
        return WORKERS;
    }

    @Override
    public void open(GatewayConfig config) throws IOException {
        file = new SocketFile(config.businessSocket(), KEY);
        file.makeWay();
        threads = new QueuedThreadPool(MOST_THREADS, 1);
        threads.setName("workers");
        threads.setDaemon(true);
        scheduler = new ScheduledExecutorScheduler("workers-timer", true);
        WorkersShared shared = new WorkersShared(
                admission, budget, pool, scheduler, config.socket().toString(), helloTimeout);
        selectors = new WorkerSelectors(threads, shared, this::connectionGone);
        emptied = new CompletableFuture<>();
        try {
            start(threads, scheduler, selectors);
            synchronized (this) {
                listen();
                open = true;
            }
        } catch (IOException e) {
            stop();
            throw e;
        }
        watchLater();
    }

    private static void start(LifeCycle... parts) throws IOException {
        for (LifeCycle part : parts) {
            try {
                part.start();
            } catch (Exception e) {
                throw new IOException("The workers' door cannot be opened: " + e.getMessage(), e);
            }
        }
    }

    private void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(file.path()), BACKLOG);
            file.bound();
            server.configureBlocking(false);
        } catch (IOException e) {
            server.close();
            throw new IOException("%s: cannot listen on %s: %s".formatted(KEY, file.path(), e.getMessage()), e);
        }
        selectors.acceptor(server);
    }

    private void watchLater() {
        scheduler.schedule(this::watch, watchEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void watch() {
        if (!open) {
            return;
        }
        if (!file.isOurs()) {
            listenAgain();
        }
        watchLater();
    }

    private void listenAgain() {
        if (!fileIsLost) {
            log.error(
                    "Another program has removed or replaced {}. The gateway owns this socket ({}); a service must not bind"
                            + " it: it is started by the gateway and connects to the path in BIGHAMMER_SOCKET.",
                    file.path(),
                    KEY);
        }
        try {
            server.close();
            file.takeBack();
            listen();
            fileIsLost = false;
            log.info("The workers' door listens on {} again", file.path());
        } catch (IOException e) {
            if (!fileIsLost) {
                log.error(
                        "The workers' door is shut, it tries again every {} ms: {}",
                        watchEvery.toMillis(),
                        e.getMessage());
            }
            fileIsLost = true;
        }
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        synchronized (this) {
            if (!open) {
                return CompletableFuture.completedFuture(null);
            }
            open = false;
            stopListening();
        }
        selectors.channels().forEach(channel -> channel.shutWhenIdle(END_REASON));
        connectionGone();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        emptied.orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS).whenComplete((nothing, late) -> {
            // Not on the timer or the selector: both are among what is stopped.
            new Thread(
                            () -> {
                                stop();
                                closed.complete(null);
                            },
                            "workers-door-stop")
                    .start();
        });
        return closed;
    }

    private void stopListening() {
        try {
            server.close();
            file.remove();
        } catch (IOException e) {
            log.warn("{} could not be removed: {}", file.path(), e.getMessage());
        }
    }

    private void connectionGone() {
        if (!open && selectors.channels().isEmpty()) {
            emptied.complete(null);
        }
    }

    private void stop() {
        selectors.channels().forEach(channel -> channel.shut(END_REASON));
        LifeCycle.stop(selectors);
        LifeCycle.stop(scheduler);
        LifeCycle.stop(threads);
    }

    @Override
    public String address() {
        return open ? file.path().toString() : "";
    }
}
