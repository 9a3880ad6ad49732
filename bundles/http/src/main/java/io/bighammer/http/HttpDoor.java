package io.bighammer.http;

import io.bighammer.spi.Door;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes requests over HTTP/1.1 and HTTP/2 without TLS (h2c) on {@code ports.http_port}. */
@Component(property = Door.NAME + "=" + Door.HTTP)
public final class HttpDoor implements Door {
    private final Gateway gateway;
    private volatile HttpListener listener;
    private CompletableFuture<Void> replaced = CompletableFuture.completedFuture(null);

    @Activate
    public HttpDoor(@Reference Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return HTTP;
    }

    @Override
    public void open(GatewayConfig config) throws IOException {
        HttpListener opened = new HttpListener(gateway, config);
        opened.open();
        listener = opened;
    }

    @Override
    public Change change(GatewayConfig next) throws IOException {
        HttpListener now = listener;
        if (now.listensAs(next)) {
            return Change.of(() -> now.limit(next.limits()), () -> {});
        }
        HttpListener opened = new HttpListener(gateway, next);
        opened.openBeside(now);
        return Change.of(
                () -> {
                    listener = opened;
                    drain(now, next.limits().drainTimeout());
                },
                () -> opened.close(Duration.ZERO));
    }

    private void drain(HttpListener old, Duration grace) {
        replaced = CompletableFuture.allOf(replaced, old.close(grace));
    }

    /** Those that were replaced are given their own time, which began earlier. */
    @Override
    public CompletableFuture<Void> close(Duration grace) {
        HttpListener last = listener;
        if (last == null) {
            return CompletableFuture.completedFuture(null);
        }
        listener = null;
        drain(last, grace);
        return replaced;
    }

    @Override
    public String address() {
        HttpListener now = listener;
        return now == null ? "" : now.address();
    }
}
