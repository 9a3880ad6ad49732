package io.bighammer.spi;

import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way of a request that is one JSON object, for the doors that take such: {@code path}, and if need be {@code method}, {@code
 * query}, {@code headers}, {@code body}, {@code encoding}, {@code close}. Its answer is one object, {@code
 * {"status","message","data"}}. Safe for use by many threads; nothing blocks.
 */
@ProviderType
public interface JsonRequests {
    /** No request has more bytes than this, whatever {@code limits.max_body_size} says: it lies in memory as a whole. */
    int MOST_BYTES = 1 << 20;

    /**
     * Who asks.
     *
     * @param door the word for it in {@link io.bighammer.api.Request#door}
     * @param scheme {@code http}, or {@code https} when the way to the client is encrypted
     * @param address without the port; {@code local} on a Unix socket
     */
    record Client(String door, String scheme, String address) {}

    /**
     * What the client is answered.
     *
     * @param object on one line, without its end
     * @param close whether the client asked for the connection to be closed after it
     * @param isJson whether the request was JSON; where one was not, what follows in a stream of bytes cannot be trusted
     * @param sent to be completed when it was sent, or could not be; what it takes of the common memory is given back then
     */
    record Reply(byte[] object, boolean close, boolean isJson, Callback sent) {}

    /**
     * Takes a request its way. What is none is answered too.
     *
     * @param object from its first brace to its last, and nobody else's from now on
     * @param reply called once, from any thread, perhaps before this method returns
     * @return to be run when the client has left before it was sent the reply; from any thread
     */
    Runnable take(byte[] object, Client client, Consumer<Reply> reply);

    /** An answer that the door gives by itself, in the same form. */
    byte[] answer(int status, String message);
}
