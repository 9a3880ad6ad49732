package io.bighammer.core.life;

import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.Services;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Has the services follow the generations: a new service runs before the first request can ask it, and one that is no longer named
 * ends after the last request that still may.
 */
final class LiveServices {
    private final Services services;
    private GatewayConfig config;
    private List<ServiceConfig> wanted = List.of();
    private int oldGenerations;

    LiveServices(Services services, GatewayConfig config) {
        this.services = services;
        this.config = config;
    }

    Services all() {
        return services;
    }

    /** Before a generation is in force: runs its services beside those of the generations that end. */
    synchronized CompletableFuture<Void> follow(List<ServiceConfig> next, GatewayConfig nextConfig) {
        Map<String, ServiceConfig> both = new LinkedHashMap<>();
        wanted.forEach(service -> both.put(service.name(), service));
        next.forEach(service -> both.put(service.name(), service));
        boolean same = next.equals(wanted) && nextConfig.equals(config);
        wanted = next;
        config = nextConfig;
        return same ? CompletableFuture.completedFuture(null) : services.run(List.copyOf(both.values()), config);
    }

    /** The requests of one more generation go on, but no new ones enter it. */
    synchronized void generationEnds() {
        oldGenerations++;
    }

    /** The last request of such a generation has ended. */
    synchronized void generationEnded() {
        oldGenerations--;
        if (oldGenerations == 0) {
            services.run(wanted, config);
        }
    }
}
