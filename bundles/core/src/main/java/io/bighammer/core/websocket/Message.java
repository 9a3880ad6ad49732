package io.bighammer.core.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.util.Callback;

/**
 * A message of a WebSocket.
 *
 * @param done completed when it needs no memory any more
 */
record Message(boolean text, ByteBuffer bytes, Callback done) {

    static Message text(String text) {
        return new Message(true, StandardCharsets.UTF_8.encode(text), Callback.NOOP);
    }

    /** The same for another receiver. */
    Message copy() {
        return new Message(text, bytes.asReadOnlyBuffer(), Callback.NOOP);
    }
}
