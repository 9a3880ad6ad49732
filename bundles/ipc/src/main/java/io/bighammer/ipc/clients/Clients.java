package io.bighammer.ipc.clients;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/** The connections of one listener, with their threads. Started once, ended once. */
final class Clients {
    private static final int MOST_THREADS = 8;
    private static final int CPUS_PER_SELECTOR = 4;

    private final QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1);
    private final Scheduler scheduler;
    private final ClientSelectors selectors;
    private final Pace pace;
    private final TlsLayer tls;
    private final CompletableFuture<Void> emptied = new CompletableFuture<>();
    private final String door;
    private volatile GatewayConfig.Limits limits;
    private volatile boolean ending;

    /** What a client door needs to answer requests. */
    record Ways(Gateway gateway, JsonRequests requests, BufferBudget budget, ByteBufferPool pool) {}

    Clients(String door, Ways ways, ClientSelectors.Gate gate, GatewayConfig config) throws IOException {
        this.door = door;
        this.limits = config.limits();
        this.tls = new TlsLayer(door, config);
        threads.setName(door);
        threads.setDaemon(true);
        scheduler = new ScheduledExecutorScheduler(door + "-timer", true);
        ClientsShared shared = new ClientsShared(
                door, ways.gateway(), ways.requests(), ways.budget(), ways.pool(), scheduler, () -> this.limits);
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / CPUS_PER_SELECTOR);
        selectors = new ClientSelectors(threads, count, shared, gate, tls, this::connectionGone);
        pace = new Pace(selectors.connections(), shared);
    }

    void start() throws IOException {
        for (LifeCycle part : new LifeCycle[] {threads, scheduler, selectors}) {
            try {
                part.start();
            } catch (Exception e) {
                stop();
                throw new IOException("The door %s cannot be opened: %s".formatted(door, e.getMessage()), e);
            }
        }
        pace.start();
    }

    SelectorManager selectors() {
        return selectors;
    }

    /** Does this again and again until the end. */
    void every(Duration interval, Runnable task) {
        scheduler.schedule(
                () -> {
                    if (!ending) {
                        task.run();
                        every(interval, task);
                    }
                },
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    int count() {
        return selectors.connections().size();
    }

    /** Whether they are spoken with as this configuration says, but for what {@link #apply} changes. */
    boolean areAs(GatewayConfig config) {
        return tls.isAs(config);
    }

    void apply(GatewayConfig config) {
        limits = config.limits();
        tls.renew(config);
    }

    private void connectionGone() {
        if (ending && selectors.connections().isEmpty()) {
            emptied.complete(null);
        }
    }

    /** @return completed, never exceptionally, when the last connection is closed */
    CompletableFuture<Void> end(Duration grace) {
        ending = true;
        selectors.drain();
        connectionGone();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        emptied.orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS).whenComplete((nothing, late) -> {
            // Not on the timer or the selector: both are among what is stopped.
            new Thread(
                            () -> {
                                stop();
                                ended.complete(null);
                            },
                            door + "-stop")
                    .start();
        });
        return ended;
    }

    void stop() {
        pace.stop();
        selectors.connections().forEach(ClientConnection::close);
        LifeCycle.stop(selectors);
        LifeCycle.stop(scheduler);
        LifeCycle.stop(threads);
        tls.stop();
    }
}
