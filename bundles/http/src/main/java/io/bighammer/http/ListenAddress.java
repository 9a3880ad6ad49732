package io.bighammer.http;

import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import java.util.Optional;

/**
 * Where a door listens.
 *
 * @param door its name
 * @param key of {@code config.json} that says so
 * @param port 0 for a free one
 * @param secure whether it speaks TLS there
 */
record ListenAddress(String door, String key, String host, int port, boolean secure) {

    /** Where a configuration has a door listen; empty when it is switched off. */
    interface In {
        Optional<ListenAddress> in(GatewayConfig config);
    }

    static Optional<ListenAddress> ofHttp(GatewayConfig config) {
        return Optional.of(of(
                config,
                Door.HTTP,
                "ports.http_port",
                config.hosts().http(),
                config.ports().http()));
    }

    static Optional<ListenAddress> ofWebSocket(GatewayConfig config) {
        return Optional.of(of(
                config,
                Door.WEBSOCKET,
                "ports.websocket_port",
                config.hosts().websocket(),
                config.ports().websocket()));
    }

    static Optional<ListenAddress> ofAdmin(GatewayConfig config) {
        return config.ports().admin().stream()
                .mapToObj(port -> of(
                        config, Door.ADMIN, "ports.admin_port", config.hosts().admin(), port))
                .findFirst();
    }

    private static ListenAddress of(GatewayConfig config, String door, String key, String host, int port) {
        return new ListenAddress(door, key, host, port, config.tls(door).isPresent());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
