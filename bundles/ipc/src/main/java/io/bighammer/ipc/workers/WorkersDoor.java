package io.bighammer.ipc.workers;

import io.bighammer.ipc.listen.PortListener;
import io.bighammer.ipc.listen.SocketFile;
import io.bighammer.ipc.listen.SocketListener;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.WorkerAdmission;
import java.io.IOException;
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

/**
 * The door that workers come in by: a Unix socket that only the gateway's own user may open, and a TCP port for those that are
 * elsewhere.
 */
@Component(service = Door.class, property = Door.NAME + "=" + Door.WORKERS)
public final class WorkersDoor implements Door {
    private static final String SOCKET_KEY = "bussiness_socket_path";
    private static final String ADVICE =
            "A service must not bind it: it is started by the gateway and connects to the path in BIGHAMMER_SOCKET.";
    private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration WATCH_EVERY = Duration.ofSeconds(2);
    private static final String END_REASON = "The gateway stops";
    private static final int MOST_THREADS = 8;

    private final WorkerAdmission admission;
    private final BufferBudget budget;
    private final ByteBufferPool pool;
    private final Duration helloTimeout;
    private final Duration watchEvery;

    private QueuedThreadPool threads;
    private Scheduler scheduler;
    private WorkerSelectors selectors;
    private SocketListener socket;
    private PortListener port;
    private volatile String clientDoor;
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
        threads = new QueuedThreadPool(MOST_THREADS, 1);
        threads.setName("workers");
        threads.setDaemon(true);
        scheduler = new ScheduledExecutorScheduler("workers-timer", true);
        clientDoor = config.socket().toString();
        WorkersShared shared = new WorkersShared(admission, budget, pool, scheduler, () -> clientDoor, helloTimeout);
        selectors = new WorkerSelectors(threads, shared, this::connectionGone);
        socket = socketListener(config);
        port = portListener(config);
        emptied = new CompletableFuture<>();
        try {
            start(threads, scheduler, selectors);
            synchronized (this) {
                port.open();
                socket.open();
                port.accept();
                socket.accept();
                open = true;
            }
        } catch (IOException e) {
            port.close();
            socket.close();
            stop();
            throw e;
        }
        watchLater();
    }

    private SocketListener socketListener(GatewayConfig config) {
        SocketFile file = new SocketFile(config.businessSocket(), SOCKET_KEY, GatewayConfig.SocketAccess.OWN);
        return new SocketListener(file, ADVICE, selectors);
    }

    private PortListener portListener(GatewayConfig config) {
        return new PortListener("ipc", config.hosts().ipc(), config.ports().ipc(), selectors);
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

    private void watchLater() {
        scheduler.schedule(this::watch, watchEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void watch() {
        if (!open) {
            return;
        }
        socket.watch();
        watchLater();
    }

    /** Workers stay connected, whichever listener let them in. */
    @Override
    public Change change(GatewayConfig next) throws IOException {
        SocketListener oldSocket = socket;
        PortListener oldPort = port;
        SocketListener newSocket = oldSocket;
        PortListener newPort = oldPort;
        if (!oldPort.listensOn(next.hosts().ipc(), next.ports().ipc())) {
            newPort = portListener(next);
            newPort.openBeside(oldPort);
        }
        if (!oldSocket.listensOn(next.businessSocket())) {
            newSocket = socketListener(next);
            try {
                newSocket.open();
            } catch (IOException e) {
                use(oldSocket, oldPort, newSocket, newPort);
                throw e;
            }
        }
        SocketListener nextSocket = newSocket;
        PortListener nextPort = newPort;
        return Change.of(
                () -> {
                    clientDoor = next.socket().toString();
                    accept(nextSocket, nextPort);
                    use(nextSocket, nextPort, oldSocket, oldPort);
                },
                () -> use(oldSocket, oldPort, nextSocket, nextPort));
    }

    private void accept(SocketListener nextSocket, PortListener nextPort) {
        if (nextSocket != socket) {
            nextSocket.accept();
        }
        if (nextPort != port) {
            nextPort.accept();
        }
    }

    private synchronized void use(
            SocketListener usedSocket, PortListener usedPort, SocketListener otherSocket, PortListener otherPort) {
        socket = usedSocket;
        port = usedPort;
        if (otherSocket != usedSocket) {
            otherSocket.close();
        }
        if (otherPort != usedPort) {
            otherPort.close();
        }
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        synchronized (this) {
            if (!open) {
                return CompletableFuture.completedFuture(null);
            }
            open = false;
            socket.close();
            port.close();
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
        return open ? socket.address() + ", " + port.address() : "";
    }

    @Override
    public int connections() {
        return open ? selectors.channels().size() : 0;
    }
}
