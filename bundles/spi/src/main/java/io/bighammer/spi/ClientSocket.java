package io.bighammer.spi;

import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.osgi.annotation.versioning.ConsumerType;

/** The client's side of a WebSocket. Safe for use by many threads; nothing blocks. */
@ConsumerType
public interface ClientSocket {

    /**
     * Sends a message, between others and never among the parts of one. A client that lets too much wait is closed with 1008.
     *
     * @param sent when it was handed to the network, or will not be any more
     */
    void send(boolean text, ByteBuffer message, Callback sent);

    /** Sends a part of a message; the next part when this one was sent. */
    void sendPart(boolean text, ByteBuffer part, boolean last, Callback sent);

    /** Asks for the next message. */
    void demand();

    /** Closes it when what was sent before has left; further calls do nothing. */
    void close(int code, String reason);

    /** Told one thing after another; must not block. */
    @ConsumerType
    interface Listener {

        void opened(ClientSocket socket);

        /**
         * A message, for each demand at most one.
         *
         * @param done to be completed when it needs no memory any more
         */
        void message(boolean text, ByteBuffer message, Callback done);

        /**
         * Nothing more will come; the last that is heard.
         *
         * @param code as the side said it that closed first; 1005 when it gave none, 1006 when the client has gone without a word
         */
        void closed(int code, String reason);
    }
}
