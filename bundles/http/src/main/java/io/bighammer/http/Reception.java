package io.bighammer.http;

/** What becomes of the requests at a listener. */
interface Reception {
    /** The word for the door in {@link io.bighammer.api.Request#door}. */
    String door();

    void request(HttpExchange exchange);

    /** One that asks for a WebSocket. */
    void handshake(HandshakeExchange exchange);

    /** The same, when no route has it. */
    void unrouted(HandshakeExchange exchange);
}
