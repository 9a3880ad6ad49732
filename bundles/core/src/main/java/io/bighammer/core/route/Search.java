package io.bighammer.core.route;

import org.eclipse.jetty.http.HttpFields;

/** One walk through the tree: the request, and the best candidate so far. */
final class Search<T> {

    final String path;

    private final int method;
    private final String host;
    private final HttpFields headers;
    private Candidate<T> best;
    private int allowed;

    Search(int method, String host, String path, HttpFields headers) {
        this.method = method;
        this.host = host;
        this.path = path;
        this.headers = headers;
    }

    /** Whether routes of at most that priority can still be better than what was found. */
    boolean wants(int priority) {
        return best == null || priority > best.priority;
    }

    /** Looks at the routes of one path, the most particular first. */
    void offer(Candidate<T>[] candidates) {
        Candidate<T> get = null;
        for (Candidate<T> candidate : candidates) {
            if (!wants(candidate.priority) || (get != null && candidate.priority < get.priority)) {
                break;
            }
            if (!candidate.accepts(host, headers)) {
                continue;
            }
            if ((candidate.methods & method) != 0) {
                best = candidate;
                return;
            }
            allowed |= candidate.methods;
            if (method == Methods.HEAD && get == null && (candidate.methods & Methods.GET) != 0) {
                get = candidate;
            }
        }
        if (get != null) {
            best = get;
        }
    }

    Lookup<T> result() {
        if (best != null) {
            return best.match(path);
        }
        if (allowed == 0) {
            return new Lookup.NotFound<>();
        }
        return allowed == Methods.WS
                ? new Lookup.OnlyWebSockets<>()
                : new Lookup.MethodNotAllowed<>(Methods.allow(allowed));
    }
}
