package io.bighammer.core.route;

import java.util.Map;

/** What {@link RouteTable#find} found. */
public sealed interface Lookup<T> {

    /**
     * The route that serves the request.
     *
     * @param params what the {@code {param}} parts matched, and {@code *} for a tail
     * @param tailStart where in the path the part that the tail matched begins, with its slash; -1 without a tail
     */
    record Match<T>(T route, Map<String, String> params, int tailStart) implements Lookup<T> {

        /** The path without what stands before the tail, for {@code strip_path}; begins with {@code /}. */
        public String strippedPath(String path) {
            if (tailStart <= 0) {
                return path;
            }
            return tailStart < path.length() ? path.substring(tailStart) : "/";
        }
    }

    /** No route has that path: 404. */
    record NotFound<T>() implements Lookup<T> {}

    /** Routes have that path, but only for WebSockets: 426. */
    record OnlyWebSockets<T>() implements Lookup<T> {}

    /**
     * Routes have that path but not that method: 405, or the answer to an OPTIONS that no route serves.
     *
     * @param allow the value of the {@code Allow} field
     */
    record MethodNotAllowed<T>(String allow) implements Lookup<T> {}
}
