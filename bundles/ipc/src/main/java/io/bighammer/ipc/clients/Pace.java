package io.bighammer.ipc.clients;

import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connections of clients that are silent for longer than {@code idle_timeout}, and of those that for longer than {@code
 * header_timeout} send what they have begun, or take what they asked for, more slowly than {@code min_body_rate}.
 */
final class Pace {
    private static final Logger log = LoggerFactory.getLogger(Pace.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final int LOOKS_PER_LIMIT = 4;

    private final Set<ClientConnection> connections;
    private final ClientsShared shared;
    private volatile boolean over;

    Pace(Set<ClientConnection> connections, ClientsShared shared) {
        this.connections = connections;
        this.shared = shared;
    }

    void start() {
        next();
    }

    void stop() {
        over = true;
    }

    private void next() {
        GatewayConfig.Limits limits = shared.limits().get();
        long shortest =
                Math.min(limits.headerTimeout().toNanos(), limits.idleTimeout().toNanos());
        long interval = Math.min(LONGEST_INTERVAL.toNanos(), Math.max(1, shortest / LOOKS_PER_LIMIT));
        long now = System.nanoTime();
        shared.scheduler().schedule(() -> look(now), interval, TimeUnit.NANOSECONDS);
    }

    private void look(long before) {
        if (over) {
            return;
        }
        long nanos = System.nanoTime() - before;
        GatewayConfig.Limits limits = shared.limits().get();
        for (ClientConnection connection : connections) {
            connection.complaint(nanos, limits).ifPresent(reason -> close(connection, reason));
        }
        next();
    }

    private static void close(ClientConnection connection, String reason) {
        log.info("The connection of {} is closed: {}", connection.client().address(), reason);
        connection.close(new IOException(reason));
    }
}
