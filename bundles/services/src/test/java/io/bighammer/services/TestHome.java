package io.bighammer.services;

import io.bighammer.spi.GatewayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Where tests find the checkout, and a configuration of which only the paths matter. */
final class TestHome {
    private TestHome() {}

    static Path checkout() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("Develop/sdk"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static GatewayConfig config(Path home) {
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
                new GatewayConfig.Ports(0, 0, 0, 0, OptionalInt.empty()),
                new GatewayConfig.Hosts("127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1"),
                new GatewayConfig.Limits(
                        16384,
                        1 << 20,
                        1 << 20,
                        1000,
                        1000,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        0,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        8 << 20,
                        true),
                GatewayConfig.Edge.NONE);
    }
}
