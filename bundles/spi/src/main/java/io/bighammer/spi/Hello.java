package io.bighammer.spi;

/**
 * How a worker introduces itself.
 *
 * @param instance which of the service's workers, from 1; 0 for one that the gateway did not start
 * @param generation of the service's code; 0 for one that the gateway did not start
 * @param token what its environment gave it
 * @param maxStreams requests that it takes at once; 1 is a synchronous worker
 * @param window credit for each stream in bytes; 0 when the socket's buffer is the only back-pressure
 */
public record Hello(
        String service,
        int instance,
        long generation,
        long pid,
        String token,
        String lang,
        String sdk,
        int maxStreams,
        int maxFrame,
        int window) {}
