package io.bighammer.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** A request for a WebSocket. Its method is {@link #METHOD}, and an answer of 101 grants it. */
@ConsumerType
public interface Handshake extends Exchange {
    String METHOD = "WS";

    /**
     * Says who talks over the WebSocket that an answer of 101 makes. Called before that, once at most. When there will be no
     * WebSocket after all, the listener hears of its close only.
     */
    void talk(ClientSocket.Listener listener);

    /** No route is there for it: the door goes on with it in its own way. */
    void pass();
}
