package io.bighammer.http;

import io.bighammer.spi.GatewayConfig;
import java.util.Optional;

/**
 * Where a door listens.
 *
 * @param key of {@code config.json} that says so
 * @param port 0 for a free one
 */
record ListenAddress(String key, String host, int port) {

    /** Where a configuration has a door listen; empty when it is switched off. */
    interface In {
        Optional<ListenAddress> in(GatewayConfig config);
    }

    static Optional<ListenAddress> ofHttp(GatewayConfig config) {
        return Optional.of(new ListenAddress(
                "ports.http_port", config.hosts().http(), config.ports().http()));
    }

    static Optional<ListenAddress> ofAdmin(GatewayConfig config) {
        return config.ports().admin().stream()
                .mapToObj(port ->
                        new ListenAddress("ports.admin_port", config.hosts().admin(), port))
                .findFirst();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
