package io.bighammer.http.websocket;

import io.bighammer.spi.GatewayConfig;
import java.time.Duration;

/**
 * What WebSockets have to keep to.
 *
 * @param maxMessageSize bytes, either way
 * @param idleTimeout for a client to show that it is there, and for a frame to be taken
 * @param keepAlive whether JSON requests may follow one another
 */
record SocketLimits(int maxMessageSize, Duration idleTimeout, boolean keepAlive) {

    static SocketLimits of(GatewayConfig.Limits limits) {
        return new SocketLimits(limits.maxMessageSize(), limits.idleTimeout(), limits.socketKeepAlive());
    }
}
