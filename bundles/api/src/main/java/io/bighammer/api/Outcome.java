package io.bighammer.api;

import java.time.Duration;

/**
 * How a request ended.
 *
 * @param status what the client was told, or would have been
 * @param requestBytes bytes of the request's body that were read
 * @param responseBytes bytes of the response's body that were handed to the door
 * @param duration from the request's head to the end of the answer
 * @param clientLeft whether the client was gone before the answer was complete
 */
public record Outcome(int status, long requestBytes, long responseBytes, Duration duration, boolean clientLeft) {}
