package io.bighammer.spi;

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

    public ServiceException(Kind kind, String message) {
        this(kind, message, null);
    }

    public ServiceException(Kind kind, String message, Throwable cause) {
        super(message, cause, false, false);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
