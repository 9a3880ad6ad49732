package io.bighammer.http;

import io.bighammer.spi.GatewayConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A configuration of which a test says what the HTTP door looks at. */
record TestConfig(
        String host,
        int port,
        OptionalInt admin,
        Duration headerTimeout,
        Duration idleTimeout,
        long minBodyRate,
        GatewayConfig.Edge edge) {
    private static final Path NONE = Path.of("/none");
    private static final Duration LONG = Duration.ofMinutes(1);

    static TestConfig on(String host, int port) {
        return new TestConfig(host, port, OptionalInt.empty(), LONG, LONG, 0, GatewayConfig.Edge.NONE);
    }

    TestConfig slowest(Duration head, long bodyRate) {
        return new TestConfig(host, port, admin, head, idleTimeout, bodyRate, edge);
    }

    TestConfig idle(Duration limit) {
        return new TestConfig(host, port, admin, headerTimeout, limit, minBodyRate, edge);
    }

    TestConfig edge(List<String> trustedProxies, Optional<GatewayConfig.Tls> tls) {
        return new TestConfig(
                host,
                port,
                admin,
                headerTimeout,
                idleTimeout,
                minBodyRate,
                new GatewayConfig.Edge(trustedProxies, tls));
    }

    static GatewayConfig admin(OptionalInt port) {
        return new TestConfig("127.0.0.1", 0, port, LONG, LONG, 0, GatewayConfig.Edge.NONE).config();
    }

    GatewayConfig config() {
        return new GatewayConfig(
                NONE,
                new GatewayConfig.Files(NONE, NONE, NONE, NONE),
                NONE,
                NONE,
                NONE,
                NONE,
                Optional.empty(),
                Optional.empty(),
                NONE,
                new GatewayConfig.Ports(0, port, 0, 0, admin),
                new GatewayConfig.Hosts(host, "127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1"),
                new GatewayConfig.Limits(
                        2048,
                        1 << 20,
                        1 << 16,
                        100,
                        100,
                        headerTimeout,
                        idleTimeout,
                        minBodyRate,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        1 << 20,
                        true),
                edge);
    }
}
