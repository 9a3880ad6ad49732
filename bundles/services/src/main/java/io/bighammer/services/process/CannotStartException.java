package io.bighammer.services.process;

/** A worker cannot be started; the message is for the operator. */
public final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStartException(String message) {
        super(message, null, false, false);
    }
}
