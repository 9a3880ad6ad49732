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

/** Listens on {@code socket_path} for the gateway's own user, root and whom the configuration names; opened once, closed once. */
final class MainSocketListener implements ListenerDoor.Listener {
    private static final Logger log = LoggerFactory.getLogger(MainSocketListener.class);

    private static final String KEY = "socket_path";
    private static final String ADVICE = "Programs connect to it and send requests; none but the gateway may bind it.";
    private static final int ROOT = 0;

    private final SocketFile file;
    private final Clients clients;
    private final SocketListener socket;
    private final Duration watchEvery;
    private volatile UserPrincipal ownUser;
    private volatile GatewayConfig.SocketAccess access;
    private boolean closed;

    MainSocketListener(GatewayConfig config, Clients.Ways ways, Duration watchEvery) throws IOException {
        this.file = new SocketFile(config.socket(), KEY, config.edge().socket());
        this.access = config.edge().socket();
        this.clients = new Clients(Door.SOCKET, ways, this::refusal, config);
        this.socket = new SocketListener(file, ADVICE, ways.network(), clients.arrivals());
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

    /** The file's mode keeps others from connecting; this one has been connected by whoever it was. */
    private Optional<String> refusal(SocketChannel client) throws IOException {
        UserPrincipal user = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        if (user.equals(ownUser) || user.equals(user(ROOT)) || isWelcome(user)) {
            return Optional.empty();
        }
        log.warn("User {} was turned away from the main socket: see socket_mode and socket_uids", user);
        return Optional.of("This socket is not for your user");
    }

    private boolean isWelcome(UserPrincipal user) throws IOException {
        GatewayConfig.SocketAccess now = access;
        for (int welcome : now.users()) {
            if (user.equals(user(welcome))) {
                return true;
            }
        }
        return now.users().isEmpty() && !now.isOwn();
    }

    /** The JDK compares users by their numbers. */
    private static UserPrincipal user(int number) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(String.valueOf(number));
    }

    @Override
    public boolean listensAs(GatewayConfig config) {
        return socket.listensOn(config.socket());
    }

    @Override
    public void apply(GatewayConfig config) {
        access = config.edge().socket();
        clients.apply(config);
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        CompletableFuture<Void> shut;
        synchronized (this) {
            closed = true;
            shut = socket.close();
        }
        return CompletableFuture.allOf(shut, clients.end(grace));
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
