package io.bighammer.ipc.bhp;

/** A peer does not keep to BHP/1; its connection cannot go on. The message is sent to it. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public ProtocolException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
