package io.bighammer.ipc.clients;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import io.bighammer.spi.ListenerDoor;
import io.bighammer.spi.Network;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes JSON requests and frames over TCP on {@code ports.tcp_port}. */
@Component(service = Door.class, property = Door.NAME + "=" + Door.TCP)
public final class TcpDoor extends ListenerDoor<TcpListener> {
    private final Clients.Ways ways;

    @Activate
    public TcpDoor(
            @Reference Gateway gateway,
            @Reference JsonRequests requests,
            @Reference BufferBudget budget,
            @Reference Network network) {
        this(new Clients.Ways(gateway, requests, budget, network));
    }

    TcpDoor(Clients.Ways ways) {
        this.ways = ways;
    }

    @Override
    public String name() {
        return TCP;
    }

    @Override
    protected TcpListener listen(GatewayConfig config, Optional<TcpListener> beside) throws IOException {
        TcpListener opened = new TcpListener(config, ways);
        opened.open(beside);
        return opened;
    }
}
