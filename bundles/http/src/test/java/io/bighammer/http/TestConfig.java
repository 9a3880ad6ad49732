package io.bighammer.http;

import io.bighammer.spi.GatewayConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A configuration of which a test says what the HTTP door looks at. */
record TestConfig(
        String host, int port, OptionalInt admin, Duration headerTimeout, Duration idleTimeout, long minBodyRate) {
    private static final Path NONE = Path.of("/none");

    static TestConfig on(String host, int port) {
        return new TestConfig(host, port, OptionalInt.empty(), Duration.ofMinutes(1), Duration.ofMinutes(1), 0);
    }

    TestConfig slowest(Duration head, long bodyRate) {
        return new TestConfig(host, port, admin, head, idleTimeout, bodyRate);
    }

    TestConfig idle(Duration limit) {
        return new TestConfig(host, port, admin, headerTimeout, limit, minBodyRate);
    }

    static GatewayConfig admin(OptionalInt port) {
        TestConfig usual = on("127.0.0.1", 0);
        return new TestConfig(usual.host, usual.port, port, usual.headerTimeout, usual.idleTimeout, usual.minBodyRate)
                .config();
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
                GatewayConfig.Edge.NONE);
    }
}
