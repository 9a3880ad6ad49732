package io.bighammer.spi;

import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** The messages between a WebSocket and the worker that has taken it. Safe for use by many threads; nothing blocks. */
@ProviderType
public interface MessageStream {
    /** The code with which a stream ends whose WebSocket goes on at another worker. */
    int HANDED_OVER = 0;

    /** Who hears what the worker says, from its first word on. Called once, soon. */
    void listen(Listener listener);

    /**
     * Sends a message, when the one before has been sent.
     *
     * @param sent when the worker has taken it, or will not any more
     */
    void send(boolean text, ByteBuffer message, Callback sent);

    /**
     * Nothing more will be sent; {@link Listener#ended} follows unless it was there before. Further calls do nothing.
     *
     * @param code why the client has gone, or {@link #HANDED_OVER}
     */
    void end(int code, String reason);

    /** Told one thing after another, on an I/O thread; must not block. */
    @ConsumerType
    interface Listener {

        /**
         * A message, or a part of one.
         *
         * @param last whether the message ends with it
         * @param taken to be completed when it needs no memory any more
         */
        void part(boolean text, ByteBuffer part, boolean last, Callback taken);

        /** The worker is about to end: what goes on must go on elsewhere. */
        void leaving();

        /** The worker will say nothing more; the last that is heard. */
        void ended(int code, String reason);

        /** The worker has broken off, or there is no worker any more; the last that is heard. */
        void lost(String reason);
    }
}
