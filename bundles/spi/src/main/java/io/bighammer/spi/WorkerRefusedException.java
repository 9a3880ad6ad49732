package io.bighammer.spi;

/** A worker that may not come in; the message is sent to it. */
public final class WorkerRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public WorkerRefusedException(String reason) {
        super(reason, null, false, false);
    }
}
