package io.bighammer.admin;

import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.Services;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Services that can be pinged and reloaded; {@code broken} cannot be reloaded. */
record FakeServices(Runnable onPing, CompletableFuture<Void> pong) implements Services {

    @Override
    public CompletableFuture<Void> run(List<ServiceConfig> services, GatewayConfig config) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> reload(String service) {
        return service.equals("broken")
                ? CompletableFuture.failedFuture(new IllegalStateException("a bracket is missing"))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public List<String> names() {
        return List.of("main", "shop");
    }

    @Override
    public Optional<Service> find(String name) {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Void> ping(Duration limit) {
        onPing.run();
        return pong;
    }

    @Override
    public CompletableFuture<Void> stop() {
        return CompletableFuture.completedFuture(null);
    }
}
