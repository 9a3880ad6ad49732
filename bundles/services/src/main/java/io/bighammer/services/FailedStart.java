package io.bighammer.services;

/** A generation did not come to serve; the message is for people. */
final class FailedStart extends Exception {
    private static final long serialVersionUID = 1L;

    private final String stderr;

    /** @param stderr the last lines that the program wrote there */
    FailedStart(String message, String stderr) {
        super(message, null, false, false);
        this.stderr = stderr;
    }

    String stderr() {
        return stderr;
    }
}
