package io.bighammer.http;

import io.bighammer.spi.Gateway;

/** Requests go their way; a handshake that no route has is a request like any other. */
record HttpReception(Gateway gateway) implements Reception {

    @Override
    public String door() {
        return "http";
    }

    @Override
    public void request(HttpExchange exchange) {
        gateway.handle(exchange);
    }

    @Override
    public void handshake(HandshakeExchange exchange) {
        gateway.handle(exchange);
    }

    @Override
    public void unrouted(HandshakeExchange exchange) {
        gateway.handle(exchange.plain());
    }
}
