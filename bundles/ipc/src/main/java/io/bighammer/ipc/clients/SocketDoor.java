package io.bighammer.ipc.clients;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import io.bighammer.spi.ListenerDoor;
import io.bighammer.spi.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The main socket: JSON requests and frames for programs on this machine. */
@Component(service = Door.class, property = Door.NAME + "=" + Door.SOCKET)
public final class SocketDoor extends ListenerDoor<MainSocketListener> {
    private static final Duration WATCH_EVERY = Duration.ofSeconds(2);

    private final Clients.Ways ways;
    private final Duration watchEvery;

    @Activate
    public SocketDoor(
            @Reference Gateway gateway,
            @Reference JsonRequests requests,
            @Reference BufferBudget budget,
            @Reference Network network) {
        this(new Clients.Ways(gateway, requests, budget, network), WATCH_EVERY);
    }

    SocketDoor(Clients.Ways ways, Duration watchEvery) {
        this.ways = ways;
        this.watchEvery = watchEvery;
    }

    @Override
    public String name() {
        return SOCKET;
    }

    @Override
    protected MainSocketListener listen(GatewayConfig config, Optional<MainSocketListener> beside) throws IOException {
        MainSocketListener opened = new MainSocketListener(config, ways, watchEvery);
        opened.open();
        return opened;
    }
}
