package io.bighammer.http;

import io.bighammer.spi.NetworkEndPoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.Graceful;

/**
 * The end of a door: no new connection, what is under way is answered with {@code Connection: close}, and a connection is
 * closed as soon as it waits for a request that has not begun.
 */
final class Drain {
    private static final long TICK_MILLIS = 20;

    private final Server server;
    private final ServerConnector connector;
    private final ExchangeHandler handler;
    private volatile boolean over;

    Drain(Server server, ServerConnector connector, ExchangeHandler handler) {
        this.server = server;
        this.connector = connector;
        this.handler = handler;
    }

    /** @return completed when the last connection is closed, exceptionally after the grace period */
    CompletableFuture<Void> run(Duration grace) {
        handler.drain();
        CompletableFuture<Void> ended = Graceful.shutdown(server);
        tick();
        return ended.orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS).whenComplete((nothing, failure) -> over = true);
    }

    private void tick() {
        if (over) {
            return;
        }
        if (handler.inFlight() == 0) {
            connector.getConnectedEndPoints().stream().filter(Drain::waits).forEach(this::closeAfterTurn);
        }
        server.getScheduler().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** By the thread that reads, so that no request is read between the look and the end. */
    private void closeAfterTurn(EndPoint endPoint) {
        ((NetworkEndPoint) endPoint).atEndOfTurn(selector -> {
            if (handler.inFlight() == 0 && waits(endPoint)) {
                endPoint.close();
            }
        });
    }

    /** Whether nothing that the client sent is being worked on: the connection has asked for more bytes to read. */
    private static boolean waits(EndPoint endPoint) {
        return endPoint.getConnection() instanceof AbstractConnection connection
                && connection.isFillInterested()
                && !(endPoint instanceof PacedEndPoint client && client.isUpgraded()); // a WebSocket says goodbye
    }
}
