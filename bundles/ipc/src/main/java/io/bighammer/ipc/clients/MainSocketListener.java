package io.bighammer.ipc.clients;

import io.bighammer.ipc.listen.SocketFile;
import io.bighammer.ipc.listen.SocketListener;
import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ListenerDoor;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on {@code socket_path} for programs of the gateway's own user and of root; opened once, closed once. */
final class MainSocketListener implements ListenerDoor.Listener {
    private static final Logger log = LoggerFactory.getLogger(MainSocketListener.class);

    private static final String KEY = "socket_path";
    private static final String ADVICE = "Programs connect to it and send requests; none but the gateway may bind it.";
    private static final String ROOT = "0";

    private final SocketFile file;
    private final Clients clients;
    private final SocketListener socket;
    private final Duration watchEvery;
    private volatile UserPrincipal ownUser;
    private boolean closed;

    MainSocketListener(GatewayConfig config, Clients.Ways ways, Duration watchEvery) throws IOException {
        this.file = new SocketFile(config.socket(), KEY);
        this.clients = new Clients(Door.SOCKET, ways, this::refusal, config);
        this.socket = new SocketListener(file, ADVICE, clients.selectors());
        this.watchEvery = watchEvery;
    }

    void open() throws IOException {
        clients.start();
        try {
            socket.open();
            ownUser = Files.getOwner(file.path());
        } catch (IOException e) {
            socket.close();
            clients.stop();
            throw e;
        }
        socket.accept();
        clients.every(watchEvery, this::watch);
    }

    private synchronized void watch() {
        if (!closed) {
            socket.watch();
        }
    }

    /** The file lets nobody else connect, but whoever was connected might hand the connection on. */
    private Optional<String> refusal(SocketChannel client) throws IOException {
        UserPrincipal user = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        if (user.equals(ownUser) || user.equals(root())) {
            return Optional.empty();
        }
        log.warn("User {} was turned away from the main socket, which is for user {} only", user, ownUser);
        return Optional.of("This socket is for the gateway's own user");
    }

    private static UserPrincipal root() throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(ROOT);
    }

    @Override
    public boolean listensAs(GatewayConfig config) {
        return socket.listensOn(config.socket());
    }

    @Override
    public void apply(GatewayConfig config) {
        clients.apply(config);
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        synchronized (this) {
            closed = true;
            socket.close();
        }
        return clients.end(grace);
    }

    @Override
    public String address() {
        return socket.address();
    }

    @Override
    public int connections() {
        return clients.count();
    }
}
