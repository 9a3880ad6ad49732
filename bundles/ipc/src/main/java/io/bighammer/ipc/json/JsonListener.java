package io.bighammer.ipc.json;

import io.bighammer.ipc.SocketFile;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import io.bighammer.spi.ListenerDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on one path, takes the connections, and drains them when it is closed; opened and closed once. */
final class JsonListener implements ListenerDoor.Listener {
    private static final Logger log = LoggerFactory.getLogger(JsonListener.class);

    private static final String KEY = "socket_path";
    private static final int BACKLOG = 128;
    /** Each takes a thread. */
    private static final int MOST_CONNECTIONS = 64;

    private static final long ROOT = 0;
    private static final long AFTER_FAILED_ACCEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final JsonRequests requests;
    private final Set<JsonConnection> connections = ConcurrentHashMap.newKeySet();
    private final SocketFile file;
    private AFUNIXServerSocket server;
    private ThreadPoolExecutor threads;
    private Thread acceptor;
    private long ownUser;
    private volatile boolean open;
    private volatile GatewayConfig.Limits limits;

    JsonListener(GatewayConfig config, JsonRequests requests) {
        this.file = new SocketFile(config.socket(), KEY);
        this.requests = requests;
        this.limits = config.limits();
    }

    void open() throws IOException {
        file.makeWay();
        server = AFUNIXServerSocket.newInstance();
        server.setDeleteOnClose(false);
        try {
            server.bind(AFUNIXSocketAddress.of(file.path()), BACKLOG);
            file.bound();
            ownUser = ((Number) Files.getAttribute(file.path(), "unix:uid")).longValue();
        } catch (IOException e) {
            server.close();
            throw new IOException("%s: cannot listen on %s: %s".formatted(KEY, file.path(), e.getMessage()), e);
        }
        threads = new ThreadPoolExecutor(
                0, MOST_CONNECTIONS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), named("socket-"));
        open = true;
        acceptor = named("socket-accept-").newThread(this::accept);
        acceptor.start();
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private void accept() {
        while (open) {
            try {
                welcome(server.accept());
            } catch (IOException e) {
                if (open) {
                    log.warn("The main socket could not accept a connection: {}", e.getMessage());
                    // Out of file descriptors, for example: nothing tells when there are some again.
                    LockSupport.parkNanos(AFTER_FAILED_ACCEPT_NANOS);
                }
            }
        }
    }

    private void welcome(AFUNIXSocket socket) throws IOException {
        long user = socket.getPeerCredentials().getUid();
        if (user != ownUser && user != ROOT) {
            log.warn("User {} was turned away from the main socket, which is for user {} only", user, ownUser);
            turnAway(socket, 403, "This socket is for the gateway's own user");
            return;
        }
        JsonConnection connection = new JsonConnection(socket, requests, () -> limits);
        connections.add(connection);
        try {
            threads.execute(() -> {
                try {
                    connection.run();
                } finally {
                    connections.remove(connection);
                }
            });
        } catch (RejectedExecutionException e) {
            connections.remove(connection);
            String full = "%d clients are connected already; close one".formatted(MOST_CONNECTIONS);
            turnAway(socket, 503, open ? full : "The gateway stops");
        }
    }

    private void turnAway(AFUNIXSocket socket, int status, String message) throws IOException {
        try (socket) {
            socket.getOutputStream().write(requests.answer(status, message));
            socket.getOutputStream().write('\n');
        }
    }

    @Override
    public boolean listensAs(GatewayConfig config) {
        return file.path().equals(config.socket());
    }

    @Override
    public void apply(GatewayConfig config) {
        limits = config.limits();
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        open = false;
        try {
            server.close();
            file.remove();
        } catch (IOException e) {
            log.warn("{} could not be removed: {}", file.path(), e.getMessage());
        }
        threads.shutdown();
        connections.forEach(JsonConnection::closeWhenIdle);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        named("socket-close-").newThread(() -> awaitEnd(grace, closed)).start();
        return closed;
    }

    private void awaitEnd(Duration grace, CompletableFuture<Void> closed) {
        try {
            acceptor.join();
            if (!threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                connections.forEach(JsonConnection::closeNow);
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed.complete(null);
        }
    }

    @Override
    public String address() {
        return file.path().toString();
    }

    @Override
    public int connections() {
        return connections.size();
    }
}
