package io.bighammer.ipc.bhp;

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

    /** Whether the other side has not begun with the request, so that any request may be sent again. */
    public boolean notProcessed() {
        return this == REFUSED || this == DRAINING || this == OVERLOADED;
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
