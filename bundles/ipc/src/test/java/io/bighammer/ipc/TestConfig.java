package io.bighammer.ipc;

import io.bighammer.spi.GatewayConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A configuration of which only the sockets and limits matter. */
public final class TestConfig {
    private TestConfig() {}

    public static GatewayConfig in(Path home) {
        return with(home, true, 10 << 20);
    }

    public static GatewayConfig withIpcPort(Path home, int port) {
        return with(home, true, 10 << 20, "127.0.0.1", port);
    }

    public static GatewayConfig withIpcHost(Path home, String host) {
        return with(home, true, 10 << 20, host, 0);
    }

    public static GatewayConfig with(Path home, boolean keepAlive, long maxBodySize) {
        return with(home, keepAlive, maxBodySize, "127.0.0.1", 0);
    }

    public static GatewayConfig withTcpPort(Path home, int port) {
        return with(home, true, 10 << 20, "127.0.0.1", 0, port);
    }

    /** Both sockets in another folder. */
    public static GatewayConfig moved(GatewayConfig config, Path folder) {
        return new GatewayConfig(
                config.home(),
                config.files(),
                config.mainPid(),
                config.businessPid(),
                folder.resolve("main.sock"),
                folder.resolve("php.sock"),
                config.businessMain(),
                config.databaseUrl(),
                config.memoryDb(),
                config.ports(),
                config.hosts(),
                config.limits(),
                config.edge());
    }

    public static GatewayConfig openTo(GatewayConfig config, GatewayConfig.SocketAccess access) {
        return new GatewayConfig(
                config.home(),
                config.files(),
                config.mainPid(),
                config.businessPid(),
                config.socket(),
                config.businessSocket(),
                config.businessMain(),
                config.databaseUrl(),
                config.memoryDb(),
                config.ports(),
                config.hosts(),
                config.limits(),
                new GatewayConfig.Edge(
                        config.edge().trustedProxies(), config.edge().tls(), access));
    }

    /** For clients that are slow, or many. */
    public static GatewayConfig patient(
            GatewayConfig config, Duration headerTimeout, Duration idleTimeout, long minBodyRate, int maxConnections) {
        GatewayConfig.Limits limits = config.limits();
        return new GatewayConfig(
                config.home(),
                config.files(),
                config.mainPid(),
                config.businessPid(),
                config.socket(),
                config.businessSocket(),
                config.businessMain(),
                config.databaseUrl(),
                config.memoryDb(),
                config.ports(),
                config.hosts(),
                new GatewayConfig.Limits(
                        limits.maxHeaderSize(),
                        limits.maxBodySize(),
                        limits.maxMessageSize(),
                        maxConnections,
                        limits.maxConnectionsPerAddress(),
                        headerTimeout,
                        idleTimeout,
                        minBodyRate,
                        limits.requestTimeout(),
                        limits.drainTimeout(),
                        limits.bufferMemory(),
                        limits.socketKeepAlive()),
                config.edge());
    }

    private static GatewayConfig with(Path home, boolean keepAlive, long maxBodySize, String ipcHost, int ipcPort) {
        return with(home, keepAlive, maxBodySize, ipcHost, ipcPort, 0);
    }

    private static GatewayConfig with(
            Path home, boolean keepAlive, long maxBodySize, String ipcHost, int ipcPort, int tcpPort) {
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
                new GatewayConfig.Ports(ipcPort, 0, 0, tcpPort, OptionalInt.empty()),
                new GatewayConfig.Hosts("127.0.0.1", "127.0.0.1", "127.0.0.1", ipcHost, "127.0.0.1"),
                new GatewayConfig.Limits(
                        16384,
                        maxBodySize,
                        1 << 20,
                        1000,
                        1000,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        0,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        8 << 20,
                        keepAlive),
                GatewayConfig.Edge.NONE);
    }
}
