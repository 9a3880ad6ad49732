package io.bighammer.spi;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What all doors share: selectors, their threads, a timer and buffers. As clients and workers are served by the same selectors, a request goes
 * through the gateway in one thread, and none wakes another. Registered as a service by core. Safe for use by many threads; nothing that it calls
 * may block.
 */
public final class Network implements AutoCloseable {
    private static final int MOST_THREADS = 64;

    private final QueuedThreadPool threads = new NetworkThreads(MOST_THREADS);
    private final Scheduler scheduler = new ScheduledExecutorScheduler("network-timer", true);
    private final ByteBufferPool buffers;
    private final Selectors selectors;

    /** Makes the connections of a listener, and hears of them. */
    public interface Owner {

        /**
         * The end of a connection that was opened.
         *
         * @throws IOException when the client may not come in; the channel is closed then
         */
        NetworkEndPoint endPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) throws IOException;

        /**
         * What speaks at that end.
         *
         * @throws IOException as {@link #endPoint}
         */
        Connection connection(SocketChannel channel, NetworkEndPoint endPoint) throws IOException;

        /** It can be spoken with from now on. */
        default void opened(NetworkEndPoint endPoint) {}

        /** It is over, and what spoke at it knows. */
        default void closed(NetworkEndPoint endPoint) {}

        /** There was no connection of it after all, and the channel is closed. */
        default void failed(SocketChannel channel, Throwable cause) {}
    }

    /** Who owns the connections that come in by a listening socket. */
    public interface Listener extends Owner {

        /** Whether the client may stay for now. Otherwise it is cut off without a word. */
        boolean admits(SocketChannel client);

        /** Nobody can be let in, perhaps because files have run out; it is tried again in a second. */
        void exhausted(IOException cause);
    }

    /** Starts the threads. */
    public Network(ByteBufferPool buffers) {
        this.buffers = buffers;
        this.selectors = new Selectors(threads, scheduler);
        try {
            threads.start();
            scheduler.start();
            selectors.start();
        } catch (Exception e) {
            throw new IllegalStateException("The network cannot be started", e);
        }
    }

    public QueuedThreadPool threads() {
        return threads;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public ByteBufferPool buffers() {
        return buffers;
    }

    /** Serves a connection that does not block any more. */
    public void serve(SocketChannel channel, Owner owner) {
        selectors.serve(channel, owner);
    }

    /** A socket that is listened on. */
    @FunctionalInterface
    public interface Listening {

        /**
         * To be called when the socket was closed: until then the kernel may go on listening.
         *
         * @return completed when it does not
         */
        CompletableFuture<Void> letGo();
    }

    /** Serves those who connect to a socket that does not block any more. */
    public Listening listen(ServerSocketChannel server, Listener listener) {
        return selectors.listen(server, listener);
    }

    /** Closes the connections that are left. */
    @Override
    public void close() {
        try {
            selectors.stop();
            scheduler.stop();
            threads.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The network cannot be stopped", e);
        }
    }
}
