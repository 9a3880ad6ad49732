package io.bighammer.http;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ListenerDoor;
import io.bighammer.spi.Network;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes requests over HTTP/1.1 and HTTP/2 on {@code ports.http_port}, with TLS when {@code tls} is for it. */
@Component(service = Door.class, property = Door.NAME + "=" + Door.HTTP)
public final class HttpDoor extends ListenerDoor<HttpListener> {
    private final Gateway gateway;
    private final BufferBudget budget;
    private final Network network;

    @Activate
    public HttpDoor(@Reference Gateway gateway, @Reference BufferBudget budget, @Reference Network network) {
        this.gateway = gateway;
        this.budget = budget;
        this.network = network;
    }

    @Override
    public String name() {
        return HTTP;
    }

    @Override
    protected HttpListener listen(GatewayConfig config, Optional<HttpListener> beside) throws IOException {
        return new HttpListener(new HttpReception(gateway), budget, network, ListenAddress::ofHttp, config)
                .openBeside(beside);
    }
}
