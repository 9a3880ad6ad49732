package io.bighammer.spi;

/**
 * An error made by the gateway, as a client is told it.
 *
 * @param code a word of the closed list of {@link io.bighammer.api.Problem}
 */
public record ProblemDetails(int status, String title, String detail, String code, String requestId) {}
