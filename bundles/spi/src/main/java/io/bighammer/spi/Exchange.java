package io.bighammer.spi;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One request at a door, and the way back to its client. Made by a door for each request; {@link #answer} is called
 * exactly once, from any thread.
 */
@ConsumerType
public interface Exchange {

    /** The word for the door in {@link io.bighammer.api.Request#door}. */
    String door();

    String scheme();

    /** The protocol and version, for example {@code HTTP/1.1}. */
    String protocol();

    /** Upper case. */
    String method();

    /** Canonical and decoded; begins with {@code /}. */
    String path();

    /** As received, without the {@code ?}; empty when there is none. */
    String query();

    /** What the client addressed: host and, when it is not the default, port; empty when it said nothing. */
    String authority();

    /** The address of the client, without the port; {@code local} on a Unix socket. */
    String client();

    /** What the client has shown, if the door asked for it and accepted it. */
    default Optional<X509Certificate> clientCertificate() {
        return Optional.empty();
    }

    HttpFields headers();

    /** The body; never null. Jetty's rules for a source hold: one reader, each chunk released, demand before a wait. */
    Content.Source body();

    /** {@link System#nanoTime} when the head of the request had been read. */
    long startedNanos();

    /**
     * Calls the listener, once at most and from any thread, when the client is known to have left before its answer was
     * complete. Set once, before the exchange is handled further.
     */
    void onClientLeft(Runnable listener);

    /**
     * Sends the answer. The door frames it and checks nothing: hop-by-hop headers are gone and the fields are valid.
     *
     * @param body what the door reads at the client's speed; when it fails, the door breaks the answer off so that it
     *     cannot be taken for a whole one
     * @param done succeeded after the last byte was handed to the network; failed when the client left or the body failed
     */
    void answer(int status, HttpFields headers, Content.Source body, Callback done);

    /**
     * Renders a problem in the door's own form, into head and body, without sending it.
     *
     * @param headers gets the {@code Content-Type} that goes with the bytes
     */
    byte[] render(ProblemDetails problem, HttpFields.Mutable headers);
}
