package io.bighammer.admin;

import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.Services;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Services of which only the ping matters. */
record FakeServices(Runnable onPing, CompletableFuture<Void> pong) implements Services {

    @Override
    public CompletableFuture<Void> run(List<ServiceConfig> services, GatewayConfig config) {
        throw new UnsupportedOperationException();
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
