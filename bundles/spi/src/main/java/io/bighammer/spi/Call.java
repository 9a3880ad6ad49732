package io.bighammer.spi;

import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.osgi.annotation.versioning.ConsumerType;

/** What a service is asked. Its values do not change while the call lasts. */
@ConsumerType
public interface Call {

    String id();

    String method();

    String path();

    /** Without the {@code ?}; empty when there is none. */
    String query();

    /** Without hop-by-hop fields. */
    HttpFields headers();

    Map<String, String> params();

    /** What the route says, for example {@code example_handler}. */
    String handler();

    /** The method of the service's object; {@code handle} unless the route names another. */
    String target();

    String client();

    String door();

    Content.Source body();

    /** {@link System#nanoTime} by which the answer must have begun. */
    long deadlineNanos();

    /** Whether it may be sent a second time when a worker is lost over it (RFC 9110, section 9.2.2). */
    boolean idempotent();

    /** The call that a worker was working on when it made this one; empty when it came in by a door. */
    default Optional<Call> parent() {
        return Optional.empty();
    }

    /** What has happened to a WebSocket, when the call is about one. */
    default Optional<SocketEvent> event() {
        return Optional.empty();
    }

    /** Calls the listener, once at most, when nobody waits for the answer any more. The last listener set counts. */
    void onCancel(Runnable listener);
}
