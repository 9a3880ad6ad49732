package io.bighammer.ipc.bhp;

import io.bighammer.spi.ServiceException.Kind;

/** Why a stream or a connection is broken off: the {@code arg} of a CANCEL frame. */
public enum ErrorCode {
    PROTOCOL(1),
    INTERNAL(2),
    REFUSED(3),
    CANCELLED(4),
    TIMEOUT(5),
    FLOW_CONTROL(6),
    TOO_LARGE(7),
    DRAINING(8),
    UNSUPPORTED(9),
    AUTH(10),
    OVERLOADED(11);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** What it means to the caller of a worker that broke a request off with it. */
    public Kind failure() {
        return switch (this) {
            case REFUSED, DRAINING, OVERLOADED -> Kind.NOT_PROCESSED;
            case CANCELLED -> Kind.CANCELLED;
            case TIMEOUT -> Kind.TIMEOUT;
            default -> Kind.BAD_ANSWER;
        };
    }

    /** The error with that number; {@link #INTERNAL} for one that is not known here. */
    public static ErrorCode of(int code) {
        for (ErrorCode error : values()) {
            if (error.code == code) {
                return error;
            }
        }
        return INTERNAL;
    }
}
