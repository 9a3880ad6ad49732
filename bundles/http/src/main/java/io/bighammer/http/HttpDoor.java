package io.bighammer.http;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ListenerDoor;
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

    @Activate
    public HttpDoor(@Reference Gateway gateway, @Reference BufferBudget budget) {
        this.gateway = gateway;
        this.budget = budget;
    }

    @Override
    public String name() {
        return HTTP;
    }

    @Override
    protected HttpListener listen(GatewayConfig config, Optional<HttpListener> beside) throws IOException {
        return new HttpListener(new HttpReception(gateway), budget, ListenAddress::ofHttp, config).openBeside(beside);
    }
}
