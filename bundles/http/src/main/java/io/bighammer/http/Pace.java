package io.bighammer.http;

import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connections of clients that are too slow: those that do not send a whole head within {@code header_timeout}, and those that
 * send or take a body more slowly than {@code min_body_rate}. Time in which the gateway itself is slow does not count. HTTP/2 mixes
 * requests on one connection and has its own limits.
 */
final class Pace extends AbstractLifeCycle {
    private static final Logger log = LoggerFactory.getLogger(Pace.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final int LOOKS_PER_LIMIT = 4;

    private final ServerConnector connector;
    private final long headerNanos;
    private final long minBodyRate;
    private final long intervalNanos;

    Pace(ServerConnector connector, GatewayConfig.Limits limits) {
        this.connector = connector;
        this.headerNanos = limits.headerTimeout().toNanos();
        this.minBodyRate = limits.minBodyRate();
        this.intervalNanos = Math.min(LONGEST_INTERVAL.toNanos(), Math.max(1, headerNanos / LOOKS_PER_LIMIT));
    }

    @Override
    protected void doStart() {
        next();
    }

    private void next() {
        connector.getScheduler().schedule(this::look, intervalNanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            if (endPoint instanceof PacedEndPoint paced && !(endPoint.getConnection() instanceof HTTP2Connection)) {
                look(paced);
            }
        }
        next();
    }

    private void look(PacedEndPoint client) {
        long rate = client.rate(intervalNanos, headerNanos);
        if (client.headIsLate(headerNanos)) {
            close(client, "the head of a request took longer than limits.header_timeout");
        } else if (rate < minBodyRate) {
            close(client, "a body came or went at " + rate + " bytes a second, limits.min_body_rate is " + minBodyRate);
        }
    }

    private static void close(PacedEndPoint client, String reason) {
        log.info("The connection of {} is closed: {}", client.getRemoteSocketAddress(), reason);
        client.close(new IOException("Too slow: " + reason));
    }
}
