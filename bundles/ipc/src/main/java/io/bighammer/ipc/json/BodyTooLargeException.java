package io.bighammer.ipc.json;

import java.io.IOException;

/** An answer does not fit into an envelope; the message is for the client. */
final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(int limit) {
        super("The answer is too large for this door, which takes %d bytes: ask over HTTP".formatted(limit));
    }
}
