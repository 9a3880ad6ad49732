package io.bighammer.core.route;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;

/**
 * Finds the route of a request. Immutable and safe for all threads; the cost does not grow with the number of routes.
 *
 * <p>Part by part, an exact one goes before a {@code {param}}, and that before a {@code *}; where the more exact way
 * ends, the others are tried. {@code priority} goes before all that. Among routes with the same path the one with the nearer host,
 * with more headers, with methods goes first, then the order of the file.
 *
 * @param <T> what the caller attaches to a route
 */
public final class RouteTable<T> {

    /** A route to be put into a table. */
    public record Entry<T>(Conditions conditions, T route) {}

    private final Place<T> root;

    private RouteTable(Place<T> root) {
        this.root = root;
    }

    public static <T> RouteTable<T> of(List<Entry<T>> entries) {
        Node.Builder<T> root = new Node.Builder<>();
        for (Entry<T> entry : entries) {
            root.add(entry);
        }
        return new RouteTable<>(root.build(new Captures.Pool()));
    }

    /**
     * @param method upper case; {@code WS} for a WebSocket's handshake
     * @param host what the client addressed, with or without a port; empty when it said nothing
     * @param path canonical and decoded
     */
    public Lookup<T> find(String method, String host, String path, HttpFields headers) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return new Lookup.NotFound<>();
        }
        Search<T> search = new Search<>(Methods.bit(method), host, path, headers);
        root.walk(search, 1);
        return search.result();
    }
}
