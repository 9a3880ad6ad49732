package io.bighammer.http;

import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connections of clients that are too slow: those that do not send a whole head within {@code header_timeout}, and those that
 * send or take a body more slowly than {@code min_body_rate}. Time in which the gateway itself is slow does not count. Over HTTP/2, which
 * mixes requests on one connection, it is the connection that must not be too slow.
 */
final class Pace extends AbstractLifeCycle {
    private static final Logger log = LoggerFactory.getLogger(Pace.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final int LOOKS_PER_LIMIT = 4;

    private final ServerConnector connector;
    private volatile Limits limits;

    private record Limits(long headerNanos, long minBodyRate, long intervalNanos) {

        static Limits of(GatewayConfig.Limits limits) {
            long headerNanos = limits.headerTimeout().toNanos();
            long interval = Math.min(LONGEST_INTERVAL.toNanos(), Math.max(1, headerNanos / LOOKS_PER_LIMIT));
            return new Limits(headerNanos, limits.minBodyRate(), interval);
        }
    }

    Pace(ServerConnector connector, GatewayConfig.Limits limits) {
        this.connector = connector;
        limit(limits);
    }

    /** From the next look on, which is not far. */
    void limit(GatewayConfig.Limits next) {
        limits = Limits.of(next);
    }

    @Override
    protected void doStart() {
        next(limits);
    }

    private void next(Limits now) {
        connector.getScheduler().schedule(() -> look(now), now.intervalNanos(), TimeUnit.NANOSECONDS);
    }

    /** @param waited by which the time since the last look was chosen */
    private void look(Limits waited) {
        if (!isRunning()) {
            return;
        }
        Limits now = limits;
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            if (endPoint instanceof PacedEndPoint paced) {
                look(paced, waited.intervalNanos(), now);
            }
        }
        next(now);
    }

    private static void look(PacedEndPoint client, long intervalNanos, Limits now) {
        long rate = client.rate(intervalNanos, now.headerNanos());
        if (client.headIsLate(intervalNanos, now.headerNanos())) {
            close(client, "the head of a request took longer than limits.header_timeout");
        } else if (rate < now.minBodyRate()) {
            close(
                    client,
                    "a body came or went at " + rate + " bytes a second, limits.min_body_rate is " + now.minBodyRate());
        }
    }

    private static void close(PacedEndPoint client, String reason) {
        log.info("The connection of {} is closed: {}", client.getRemoteSocketAddress(), reason);
        client.close(new IOException("Too slow: " + reason));
    }
}
