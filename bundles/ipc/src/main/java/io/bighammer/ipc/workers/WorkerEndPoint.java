package io.bighammer.ipc.workers;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** A worker's socket, which knows the selector that it is served by. */
final class WorkerEndPoint extends SocketChannelEndPoint {
    private final ManagedSelector selector;

    WorkerEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
        this.selector = selector;
    }

    /** Does this when the selector has dealt with all that is ready now; wakes it when it waits. */
    void atEndOfTurn(ManagedSelector.SelectorUpdate task) {
        selector.submit(task);
    }
}
