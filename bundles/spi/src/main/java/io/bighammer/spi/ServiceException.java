package io.bighammer.spi;

import java.time.Duration;
import java.util.Objects;

/** Why a service gave no answer. The message is for the log; the client is told the kind only. */
public final class ServiceException extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** The worker has not begun with it: any request may be sent again. */
        NOT_PROCESSED,
        /** No worker is ready. */
        UNAVAILABLE,
        /** The queue is full, or the request waited in it too long. */
        OVERLOADED,
        /** A worker's call that may not be made: it goes round in a circle, or too deep. */
        REFUSED,
        /** The worker was lost while it had the request. */
        LOST,
        /** No answer before the deadline. */
        TIMEOUT,
        /** What came back is no answer. */
        BAD_ANSWER,
        /** Nobody waits for it any more. */
        CANCELLED
    }

    private final Kind kind;
    private final Duration retryAfter;

    public ServiceException(Kind kind, String message) {
        this(kind, message, Duration.ZERO);
    }

    /** @param retryAfter after which time another try makes sense */
    public ServiceException(Kind kind, String message, Duration retryAfter) {
        this(kind, message, null, retryAfter);
    }

    public ServiceException(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, Duration.ZERO);
    }

    private ServiceException(Kind kind, String message, Throwable cause, Duration retryAfter) {
        super(message, cause, false, false);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.retryAfter = retryAfter;
    }

    /** After which time another try makes sense; zero where nobody knows. */
    public Duration retryAfter() {
        return retryAfter;
    }

    public Kind kind() {
        return kind;
    }
}
