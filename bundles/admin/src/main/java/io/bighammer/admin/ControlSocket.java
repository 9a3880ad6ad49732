package io.bighammer.admin;

import io.bighammer.spi.Control;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes commands on {@code runtime/control.sock} from the user who runs the gateway, and from root. */
@Component(service = {})
public final class ControlSocket {
    private static final Logger log = LoggerFactory.getLogger(ControlSocket.class);

    /** What the kernel can bind, less the byte that ends it. */
    private static final int LONGEST_PATH = 107;

    private static final int CONNECTIONS = 16;
    private static final int WATCH_MILLIS = 1000;
    private static final int RETRY_MILLIS = 100;
    private static final long ROOT = 0;

    private final Path path;
    private final Conversation conversation;
    private final long ownUser;
    private final ExecutorService connections;
    private AFUNIXServerSocket server;
    /** Of the file that was made, to know whether it is still that one. */
    private Object file;

    private boolean fileIsLost;
    private volatile boolean closed;

    @Activate
    public ControlSocket(
            BundleContext bundle, @Reference Control control, @Reference GatewayStatus status, @Reference Shells shells)
            throws IOException {
        this(
                Home.runtime(bundle),
                shells,
                List.of(
                        new PingCommand(),
                        new StatusCommand(status, new StatusJson()),
                        new AwaitStartCommand(control, status),
                        new ReloadCommand(status::services),
                        new DiffCommand(control),
                        new StopCommand(control)));
    }

    ControlSocket(Path runtime, Shells shells, List<Command> commands) throws IOException {
        path = runtime.resolve("control.sock");
        conversation = new Conversation(commands, shells);
        listen();
        ownUser = ((Integer) Files.getAttribute(path, "unix:uid")).longValue();
        ThreadFactory threads = daemons();
        connections = new ThreadPoolExecutor(0, CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        threads.newThread(this::accept).start();
    }

    private void listen() throws IOException {
        if (path.toString().getBytes().length > LONGEST_PATH) {
            throw new IOException("The path of the control socket is longer than the " + LONGEST_PATH
                    + " bytes that a Unix socket can have: move the home folder nearer to /: " + path);
        }
        Files.createDirectories(path.getParent());
        removeStale();
        server = AFUNIXServerSocket.bindOn(AFUNIXSocketAddress.of(path), false);
        server.setSoTimeout(WATCH_MILLIS);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        file = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private void removeStale() throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        if (answers()) {
            throw new IOException("Another gateway answers on " + path + ": stop it first, with ./duang.sh stop");
        }
        log.debug("Removing {}, left behind by a gateway that was killed", path);
        Files.delete(path);
    }

    private boolean answers() {
        try {
            AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(path)).close();
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private void accept() {
        while (!closed) {
            try {
                serve(server.accept());
            } catch (SocketTimeoutException nobody) {
                watch();
            } catch (IOException e) {
                recover(e);
            }
        }
    }

    private void recover(IOException failure) {
        if (closed) {
            return;
        }
        if (isOurs()) {
            log.warn("The control socket cannot take a connection: {}", failure.toString());
        }
        // Without file descriptors the next try would fail at once, again and again.
        LockSupport.parkNanos(
                Duration.ofMillis(fileIsLost ? WATCH_MILLIS : RETRY_MILLIS).toNanos());
        watch();
    }

    /** Makes the file anew when somebody has removed it. */
    private synchronized void watch() {
        // A server whose file is gone may close itself.
        if (closed || isOurs() && !server.isClosed()) {
            return;
        }
        try {
            if (!answers()) {
                server.close();
            }
            listen();
            fileIsLost = false;
            log.warn("Another program had removed {}, which belongs to the gateway; it is there again", path);
        } catch (IOException e) {
            if (!fileIsLost) {
                log.error("The control socket is lost, and tried again every second: {}", e.getMessage());
            }
            fileIsLost = true;
        }
    }

    private boolean isOurs() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class)
                    .fileKey()
                    .equals(file);
        } catch (IOException gone) {
            return false;
        }
    }

    private void serve(AFUNIXSocket client) throws IOException {
        try {
            AFUNIXSocketCredentials peer = client.getPeerCredentials();
            if (!trusted(peer.getUid(), ownUser)) {
                log.warn("Refused user {} on the control socket: only the gateway's user and root may", peer.getUid());
                client.close();
                return;
            }
            connections.execute(() -> conversation.hold(client, peer.getPid()));
        } catch (IOException | RejectedExecutionException e) {
            log.warn("Refused a connection on the control socket: {}", e.toString());
            client.close();
        }
    }

    static boolean trusted(long peerUser, long ownUser) {
        return peerUser == ownUser || peerUser == ROOT;
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "control");
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Takes no more commands, and removes the socket; one that is being answered is answered. */
    @Deactivate
    void close() throws IOException, InterruptedException {
        synchronized (this) {
            closed = true;
            server.close();
            if (isOurs()) {
                Files.deleteIfExists(path);
            }
        }
        connections.shutdown();
        conversation.endShells();
        if (!connections.awaitTermination(1, TimeUnit.SECONDS)) {
            connections.shutdownNow();
        }
    }
}
