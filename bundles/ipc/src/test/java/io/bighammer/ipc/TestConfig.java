package io.bighammer.ipc;

import io.bighammer.spi.GatewayConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A configuration of which only the sockets and limits matter. */
public final class TestConfig {
    private TestConfig() {}

    public static GatewayConfig in(Path home) {
        return with(home, true, 10 << 20);
    }

    public static GatewayConfig with(Path home, boolean keepAlive, long maxBodySize) {
        return new GatewayConfig(
                home,
                new GatewayConfig.Files(home, home, home, home),
                home.resolve("main.pid"),
                home.resolve("business.pid"),
                home.resolve("main.sock"),
                home.resolve("php.sock"),
                Optional.empty(),
                Optional.empty(),
                home.resolve("data.json"),
                new GatewayConfig.Ports(0, 0, 0, 0),
                new GatewayConfig.Hosts("127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1"),
                new GatewayConfig.Limits(
                        16384,
                        maxBodySize,
                        1000,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        0,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        8 << 20,
                        keepAlive));
    }
}
