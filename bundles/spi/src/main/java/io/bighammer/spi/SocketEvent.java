package io.bighammer.spi;

import java.util.Objects;

/**
 * What happens to a WebSocket, as a service is asked about it.
 *
 * @param connection names the WebSocket for as long as its client is connected
 * @param resumed of {@link Kind#OPEN}: another worker has had it before
 * @param text of {@link Kind#MESSAGE}: whether it is text
 * @param code of {@link Kind#CLOSE}: the close code
 */
public record SocketEvent(Kind kind, String connection, boolean resumed, boolean text, int code) {

    public enum Kind {
        /**
         * May it be there? An answer with the status 101 says yes; with {@link Answer#messages} the messages go by that stream, else each
         * of them is a call.
         */
        OPEN,
        MESSAGE,
        CLOSE
    }

    public SocketEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(connection, "connection");
    }

    public static SocketEvent open(String connection, boolean resumed) {
        return new SocketEvent(Kind.OPEN, connection, resumed, false, 0);
    }

    public static SocketEvent message(String connection, boolean text) {
        return new SocketEvent(Kind.MESSAGE, connection, false, text, 0);
    }

    public static SocketEvent close(String connection, int code) {
        return new SocketEvent(Kind.CLOSE, connection, false, false, code);
    }
}
