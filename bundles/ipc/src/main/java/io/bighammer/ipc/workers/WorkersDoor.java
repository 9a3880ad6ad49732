package io.bighammer.ipc.workers;

import io.bighammer.ipc.listen.PortListener;
import io.bighammer.ipc.listen.SocketFile;
import io.bighammer.ipc.listen.SocketListener;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Network;
import io.bighammer.spi.WorkerAdmission;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);

    private final WorkerAdmission admission;
    private final BufferBudget budget;
    private final Network network;
    private final Duration helloTimeout;
    private final Duration watchEvery;

    private WorkerArrivals arrivals;
    private SocketListener socket;
    private PortListener port;
    private volatile String clientDoor;
    private volatile boolean open;
    private volatile CompletableFuture<Void> emptied = new CompletableFuture<>();

    @Activate
    public WorkersDoor(
            @Reference WorkerAdmission admission, @Reference BufferBudget budget, @Reference Network network) {
        this(admission, budget, network, HELLO_TIMEOUT, WATCH_EVERY);
    }

    WorkersDoor(
            WorkerAdmission admission,
            BufferBudget budget,
            Network network,
            Duration helloTimeout,
            Duration watchEvery) {
        this.network = network;
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
        clientDoor = config.socket().toString();
        WorkersShared shared = new WorkersShared(admission, budget, network, () -> clientDoor, helloTimeout);
        arrivals = new WorkerArrivals(shared, this::connectionGone);
        socket = socketListener(config);
        port = portListener(config);
        emptied = new CompletableFuture<>();
        try {
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
            throw e;
        }
        watchLater();
    }

    private SocketListener socketListener(GatewayConfig config) {
        SocketFile file = new SocketFile(config.businessSocket(), SOCKET_KEY, GatewayConfig.SocketAccess.OWN);
        return new SocketListener(file, ADVICE, network, arrivals);
    }

    private PortListener portListener(GatewayConfig config) {
        return new PortListener("ipc", config.hosts().ipc(), config.ports().ipc(), network, arrivals);
    }

    private void watchLater() {
        network.scheduler().schedule(this::watch, watchEvery.toMillis(), TimeUnit.MILLISECONDS);
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
        CompletableFuture<Void> shut;
        synchronized (this) {
            if (!open) {
                return CompletableFuture.completedFuture(null);
            }
            open = false;
            shut = CompletableFuture.allOf(socket.close(), port.close());
        }
        arrivals.channels().forEach(channel -> channel.shutWhenIdle(END_REASON));
        connectionGone();
        CompletableFuture<Void> left = emptiedWithin(grace).thenCompose(nothing -> {
            arrivals.channels().forEach(channel -> channel.shut(END_REASON));
            return emptiedWithin(LONGEST_FAREWELL);
        });
        return CompletableFuture.allOf(shut, left);
    }

    /** Completed also when they do not end in that time. */
    private CompletableFuture<Void> emptiedWithin(Duration time) {
        return emptied.copy().completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void connectionGone() {
        if (!open && arrivals.channels().isEmpty()) {
            emptied.complete(null);
        }
    }

    @Override
    public String address() {
        return open ? socket.address() + ", " + port.address() : "";
    }

    @Override
    public int connections() {
        return open ? arrivals.channels().size() : 0;
    }
}
