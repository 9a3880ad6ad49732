package io.bighammer.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A listener that core opens at start and closes at stop. Registered as a service with the property {@code bighammer.door},
 * the door's {@link #name}. Both methods are called by one thread.
 */
@ConsumerType
public interface Door {
    String NAME = "bighammer.door";
    String WORKERS = "workers";
    String SOCKET = "socket";
    String HTTP = "http";

    String name();

    /**
     * Listens; when it returns, clients can connect.
     *
     * @throws IOException when it cannot; the message names the address and the key of {@code config.json}
     */
    void open(GatewayConfig config) throws IOException;

    /**
     * Stops listening at once, lets the requests whose last byte was read end, closes idle connections, and after the grace
     * period the others too. Nothing remains afterwards, no socket file either.
     *
     * @return completed, never exceptionally, when the last connection is closed
     */
    CompletableFuture<Void> close(Duration grace);

    /** Where it listens, for people: {@code 0.0.0.0:8080}, or a socket file; empty when it is closed. */
    String address();
}
