package io.bighammer.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A listener that core opens at start, changes while it runs and closes at stop. Registered as a service with the property
 * {@code bighammer.door}, the door's {@link #name}. Its methods are called one after another; only {@link #address} and
 * {@link #connections} at any time.
 */
@ConsumerType
public interface Door {
    String NAME = "bighammer.door";
    String WORKERS = "workers";
    String SOCKET = "socket";
    String HTTP = "http";
    String ADMIN = "admin";
    String WEBSOCKET = "websocket";
    String TCP = "tcp";

    String name();

    /**
     * Listens; when it returns, clients can connect.
     *
     * @throws IOException when it cannot; the message begins with the key of {@code config.json} and a colon, and names the address
     */
    void open(GatewayConfig config) throws IOException;

    /**
     * Gets ready to be as another configuration says: what is new listens beside what is old. What is the same is not touched.
     *
     * @throws IOException as {@link #open}; nothing has changed then
     */
    Change change(GatewayConfig next) throws IOException;

    /**
     * Stops listening at once, lets the requests whose last byte was read end, closes idle connections, and after the grace
     * period the others too. Nothing remains afterwards, no socket file either.
     *
     * @return completed, never exceptionally, when the last connection is closed
     */
    CompletableFuture<Void> close(Duration grace);

    /** Where it listens, for people: {@code 0.0.0.0:8080}, or a socket file; empty when it is closed or switched off. */
    String address();

    /** How many connections are open. */
    int connections();

    /** A change that a door is ready for. One of its methods is called, once. */
    @ConsumerType
    interface Change {

        /** It is made: limits apply from now on, and what is replaced stops to listen and drains, as when a door closes. */
        void keep();

        /** It is not: what was opened for it is closed, and all stays as it was. */
        void undo();

        static Change of(Runnable keep, Runnable undo) {
            return new Change() {
                @Override
                public void keep() {
                    keep.run();
                }

                @Override
                public void undo() {
                    undo.run();
                }
            };
        }
    }
}
