package io.bighammer.ipc.json;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The main socket: JSON objects in, JSON objects out, for programs of the gateway's own user and of root. */
@Component(service = Door.class, property = Door.NAME + "=" + Door.SOCKET)
public final class SocketDoor implements Door {
    private final Gateway gateway;
    private final BufferBudget budget;
    private volatile GatewayConfig.Limits limits;
    private volatile JsonListener listener;
    private CompletableFuture<Void> replaced = CompletableFuture.completedFuture(null);

    @Activate
    public SocketDoor(@Reference Gateway gateway, @Reference BufferBudget budget) {
        this.gateway = gateway;
        this.budget = budget;
    }

    @Override
    public String name() {
        return SOCKET;
    }

    @Override
    public void open(GatewayConfig config) throws IOException {
        limits = config.limits();
        listener = opened(config);
    }

    private JsonListener opened(GatewayConfig config) throws IOException {
        JsonListener opened = new JsonListener(config.socket(), gateway, budget, () -> limits);
        opened.open();
        return opened;
    }

    @Override
    public Change change(GatewayConfig next) throws IOException {
        JsonListener now = listener;
        if (now.path().equals(next.socket())) {
            return Change.of(() -> limits = next.limits(), () -> {});
        }
        JsonListener opened = opened(next);
        return Change.of(
                () -> {
                    limits = next.limits();
                    listener = opened;
                    drain(now, limits.drainTimeout());
                },
                () -> opened.close(Duration.ZERO));
    }

    private void drain(JsonListener old, Duration grace) {
        replaced = CompletableFuture.allOf(replaced, old.close(grace));
    }

    /** Those that were replaced are given their own time, which began earlier. */
    @Override
    public CompletableFuture<Void> close(Duration grace) {
        JsonListener last = listener;
        if (last == null) {
            return CompletableFuture.completedFuture(null);
        }
        listener = null;
        drain(last, grace);
        return replaced;
    }

    @Override
    public String address() {
        JsonListener now = listener;
        return now == null ? "" : now.path().toString();
    }
}
