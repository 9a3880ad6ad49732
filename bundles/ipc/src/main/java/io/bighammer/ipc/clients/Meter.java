package io.bighammer.ipc.clients;

import io.bighammer.spi.GatewayConfig;
import java.util.Optional;

/** Knows for how long a client has been silent, and how fast it is while the gateway waits for it. For one thread. */
final class Meter {
    private final ClientEndPoint network;
    private long seen;
    private long silentNanos;
    private long seenBeforeWait;
    private long waitedNanos;

    Meter(ClientEndPoint network) {
        this.network = network;
    }

    /**
     * Called again and again.
     *
     * @param awaited whether it is for the client to send or to take something
     * @param busy whether a request is under way
     * @param nanos since the call before
     * @return why the connection should be closed; empty when it may stay
     */
    Optional<String> complaint(boolean awaited, boolean busy, long nanos, GatewayConfig.Limits limits) {
        long bytes = network.bytes();
        silentNanos = bytes == seen ? silentNanos + nanos : 0;
        seen = bytes;
        if (awaited) {
            waitedNanos += nanos;
        } else {
            waitedNanos = 0;
            seenBeforeWait = bytes;
        }
        if (waitedNanos > limits.headerTimeout().toNanos()) {
            long rate = (long) ((bytes - seenBeforeWait) * 1e9 / waitedNanos);
            if (rate < limits.minBodyRate()) {
                return Optional.of(
                        "a request or an answer came or went at %d bytes a second, limits.min_body_rate is %d"
                                .formatted(rate, limits.minBodyRate()));
            }
        }
        if ((awaited || !busy) && silentNanos > limits.idleTimeout().toNanos()) {
            return Optional.of("it was silent for longer than limits.idle_timeout");
        }
        return Optional.empty();
    }
}
