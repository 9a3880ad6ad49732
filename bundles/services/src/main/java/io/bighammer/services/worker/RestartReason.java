package io.bighammer.services.worker;

/** Why a process of a worker had to be followed by another one. */
enum RestartReason {
    /** It ended by itself. */
    EXITED,
    /** A signal ended it; the gateway's own when it had lost its connection. */
    KILLED,
    /** It did not answer, or kept a request too long. */
    HUNG,
    /** It did not come so far as to serve. */
    NOT_READY,
    /** It asked for it. */
    ASKED,
    /** It has had its {@code max_requests}, or holds more than {@code max_memory}. */
    WORN;

    /** Above it, the exit code of a process that a signal has ended. */
    private static final int SIGNALLED = 128;

    /** Of a process that ended and was not to. */
    static RestartReason of(int exitCode) {
        return exitCode > SIGNALLED ? KILLED : EXITED;
    }
}
