package io.bighammer.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code config.json}, read, checked and with its defaults filled in. All paths are absolute. Core registers the one of the start as a
 * service, for what only a restart changes; doors and services are told of each change.
 *
 * @param home the folder that holds {@code config}, {@code plugins} and {@code runtime}
 */
public record GatewayConfig(
        Path home,
        Files files,
        Path mainPid,
        Path businessPid,
        Path socket,
        Path businessSocket,
        Optional<Path> businessMain,
        Optional<String> databaseUrl,
        Path memoryDb,
        Ports ports,
        Hosts hosts,
        Limits limits) {

    /** The other configuration files and the deploy folder. */
    public record Files(Path router, Path plugins, Path services, Path pluginFolder) {}

    /** Port numbers; 0 takes a free one. */
    public record Ports(int ipc, int http, int websocket, int tcp) {}

    /** The addresses that the doors listen on. */
    public record Hosts(String http, String websocket, String tcp, String ipc) {}

    /**
     * @param maxHeaderSize bytes of a request's line and headers together
     * @param maxBodySize bytes of a request's body
     * @param maxConnections open connections of all client doors together, each
     * @param headerTimeout for a request's line and headers
     * @param idleTimeout without a byte in either direction
     * @param minBodyRate bytes a second that a client must send or take, on average, once it has begun; 0 is no limit
     * @param requestTimeout for a route that does not set its own
     * @param drainTimeout for requests under way when something is swapped or stopped
     * @param bufferMemory bytes for bodies that wait for a synchronous worker or a slow client, of all requests together
     * @param socketKeepAlive whether a JSON connection stays open after an answer
     */
    public record Limits(
            int maxHeaderSize,
            long maxBodySize,
            int maxConnections,
            Duration headerTimeout,
            Duration idleTimeout,
            long minBodyRate,
            Duration requestTimeout,
            Duration drainTimeout,
            long bufferMemory,
            boolean socketKeepAlive) {}

    /** For logs: a URL of a database has its password in it. */
    @Override
    public String toString() {
        return "GatewayConfig[home=" + home + ", " + files + ", mainPid=" + mainPid + ", businessPid=" + businessPid
                + ", socket=" + socket + ", businessSocket=" + businessSocket + ", businessMain=" + businessMain
                + ", databaseUrl=" + databaseUrl.map(secret -> "***").orElse("-") + ", memoryDb=" + memoryDb + ", "
                + ports + ", " + hosts + ", " + limits + "]";
    }
}
