package io.bighammer.api;

import java.util.Locale;

/** The closed list of reasons for which the gateway or a plugin refuses a request; each has its one HTTP status. */
public enum Problem {
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    REQUEST_TIMEOUT(408, "Request Timeout"),
    BODY_TOO_LARGE(413, "Content Too Large"),
    URI_TOO_LONG(414, "URI Too Long"),
    /** The path is for WebSockets only. */
    UPGRADE_REQUIRED(426, "Upgrade Required"),
    TOO_MANY_REQUESTS(429, "Too Many Requests"),
    HEADERS_TOO_LARGE(431, "Request Header Fields Too Large"),
    INTERNAL_ERROR(500, "Internal Server Error"),
    /** The service broke off or answered with something that is no answer. */
    BAD_GATEWAY(502, "Bad Gateway"),
    /** The route names a plugin that is not there. */
    PLUGIN_UNAVAILABLE(503, "Service Unavailable"),
    /** The route names a service that is not there or has no worker. */
    SERVICE_UNAVAILABLE(503, "Service Unavailable"),
    OVERLOADED(503, "Service Unavailable"),
    STOPPING(503, "Service Unavailable"),
    SERVICE_TIMEOUT(504, "Gateway Timeout");

    private final int status;
    private final String title;
    private final String code = name().toLowerCase(Locale.ROOT);

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** The short text that never varies, {@code title} of RFC 9457. */
    public String title() {
        return title;
    }

    /** The word that a client program can compare, for example {@code too_many_requests}. */
    public String code() {
        return code;
    }
}
