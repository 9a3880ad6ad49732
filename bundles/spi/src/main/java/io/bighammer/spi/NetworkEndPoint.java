package io.bighammer.spi;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/** The gateway's end of a connection, which knows the selector that it is served by. */
public class NetworkEndPoint extends SocketChannelEndPoint {
    private final ManagedSelector selector;
    private final Network.Owner owner;

    public NetworkEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Network network, Network.Owner owner) {
        super(channel, selector, key, network.scheduler());
        this.selector = selector;
        this.owner = owner;
    }

    Network.Owner owner() {
        return owner;
    }

    /** Does this when the selector has dealt with all that is ready now; wakes it when it waits. */
    public void atEndOfTurn(ManagedSelector.SelectorUpdate task) {
        selector.submit(task);
    }
}
