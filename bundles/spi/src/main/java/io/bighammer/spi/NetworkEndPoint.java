package io.bighammer.spi;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/** The gateway's end of a connection, which knows the selector that it is served by. */
public class NetworkEndPoint extends SocketChannelEndPoint {
    private final ManagedSelector selector;
    private final Network.Owner owner;
    private final Runnable closed;

    /** @param closed called once, when it is */
    public NetworkEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Network network,
            Network.Owner owner,
            Runnable closed) {
        super(channel, selector, key, network.scheduler());
        this.selector = selector;
        this.owner = owner;
        this.closed = closed;
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        closed.run();
    }

    Network.Owner owner() {
        return owner;
    }

    /** Does this when the selector has dealt with all that is ready now; wakes it when it waits. */
    public void atEndOfTurn(ManagedSelector.SelectorUpdate task) {
        selector.submit(task);
    }
}
