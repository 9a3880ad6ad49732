package io.bighammer.ipc.workers;

import io.bighammer.ipc.SocketFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on the workers' Unix socket, and keeps it: a file that somebody removes or replaces is made anew. For one thread. */
final class SocketListener {
    private static final Logger log = LoggerFactory.getLogger(SocketListener.class);

    private static final String KEY = "bussiness_socket_path";

    private final SocketFile file;
    private final WorkerSelectors selectors;
    private ServerSocketChannel server;
    private boolean fileIsLost;

    SocketListener(Path path, WorkerSelectors selectors) {
        this.file = new SocketFile(path, KEY);
        this.selectors = selectors;
    }

    /** Who connects from now on waits until {@link #accept}. */
    void open() throws IOException {
        file.makeWay();
        bind();
    }

    void accept() {
        selectors.acceptor(server);
    }

    private void bind() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(file.path()), WorkersDoor.BACKLOG);
            file.bound();
            server.configureBlocking(false);
        } catch (IOException e) {
            server.close();
            throw new IOException("%s: cannot listen on %s: %s".formatted(KEY, file.path(), e.getMessage()), e);
        }
    }

    /** Called now and then. */
    void watch() {
        if (file.isOurs()) {
            return;
        }
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
            bind();
            accept();
            fileIsLost = false;
            log.info("The workers' door listens on {} again", file.path());
        } catch (IOException e) {
            if (!fileIsLost) {
                log.error("The workers' door is shut, it tries again every now and then: {}", e.getMessage());
            }
            fileIsLost = true;
        }
    }

    void close() {
        try {
            if (server != null) {
                server.close();
            }
            file.remove();
        } catch (IOException e) {
            log.warn("{} could not be removed: {}", file.path(), e.getMessage());
        }
    }

    boolean listensOn(Path path) {
        return file.path().equals(path);
    }

    String address() {
        return file.path().toString();
    }
}
