package io.bighammer.http;

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

/** Takes WebSockets on {@code ports.websocket_port}: those of routes, and JSON requests. */
@Component(service = Door.class, property = Door.NAME + "=" + Door.WEBSOCKET)
public final class WebSocketDoor extends ListenerDoor<HttpListener> {
    private final Gateway gateway;
    private final JsonRequests requests;
    private final BufferBudget budget;
    private final Network network;

    @Activate
    public WebSocketDoor(
            @Reference Gateway gateway,
            @Reference JsonRequests requests,
            @Reference BufferBudget budget,
            @Reference Network network) {
        this.gateway = gateway;
        this.requests = requests;
        this.budget = budget;
        this.network = network;
    }

    @Override
    public String name() {
        return WEBSOCKET;
    }

    @Override
    protected HttpListener listen(GatewayConfig config, Optional<HttpListener> beside) throws IOException {
        return new HttpListener(
                        new SocketReception(gateway, requests), budget, network, ListenAddress::ofWebSocket, config)
                .openBeside(beside);
    }
}
