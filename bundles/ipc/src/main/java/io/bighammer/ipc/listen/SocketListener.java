package io.bighammer.ipc.listen;

import io.bighammer.spi.Network;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a Unix socket, and keeps it: a file that somebody removes or replaces is made anew. For one thread. */
public final class SocketListener {
    private static final Logger log = LoggerFactory.getLogger(SocketListener.class);

    private static final int BACKLOG = 1024;

    private final SocketFile file;
    private final String advice;
    private final Network network;
    private final Network.Listener listener;
    private ServerSocketChannel server;
    private Network.Listening listening = () -> CompletableFuture.completedFuture(null);
    private boolean fileIsLost;

    /** @param advice for who has removed the file: a sentence */
    public SocketListener(SocketFile file, String advice, Network network, Network.Listener listener) {
        this.file = file;
        this.advice = advice;
        this.network = network;
        this.listener = listener;
    }

    /** Who connects from now on waits until {@link #accept}. */
    public void open() throws IOException {
        file.makeWay();
        bind();
    }

    public void accept() {
        listening = network.listen(server, listener);
    }

    private void bind() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(file.path()), BACKLOG);
            file.bound();
            server.configureBlocking(false);
        } catch (IOException e) {
            server.close();
            throw new IOException("%s: cannot listen on %s: %s".formatted(file.key(), file.path(), e.getMessage()), e);
        }
    }

    /** Called now and then. */
    public void watch() {
        if (file.isOurs()) {
            return;
        }
        if (!fileIsLost) {
            log.error(
                    "Another program has removed or replaced {}, which belongs to the gateway ({}). {}",
                    file.path(),
                    file.key(),
                    advice);
        }
        try {
            server.close();
            file.takeBack();
            bind();
            accept();
            fileIsLost = false;
            log.info("The gateway listens on {} again", file.path());
        } catch (IOException e) {
            if (!fileIsLost) {
                log.error("The gateway does not listen there, and tries again every now and then: {}", e.getMessage());
            }
            fileIsLost = true;
        }
    }

    /** @return completed when nobody is let in any more */
    public CompletableFuture<Void> close() {
        try {
            if (server != null) {
                server.close();
            }
            file.remove();
        } catch (IOException e) {
            log.warn("{} could not be removed: {}", file.path(), e.getMessage());
        }
        return listening.letGo();
    }

    public boolean listensOn(Path path) {
        return file.path().equals(path);
    }

    public String address() {
        return file.path().toString();
    }
}
