package io.bighammer.services;

/** A worker cannot be started; the message is for the operator. */
final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStartException(String message) {
        super(message, null, false, false);
    }
}
