package io.bighammer.core.route;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** One walk through the tree: the request, and the best candidate so far. */
final class Search<T> {

    final String path;

    private final int method;
    private final String authority;
    private final HttpFields headers;
    private Candidate<T> best;
    private int allowed;

    /** @param authority a host, with or without a port, in any case; may be empty */
    Search(int method, String authority, String path, HttpFields headers) {
        this.method = method;
        this.authority = authority;
        this.path = path;
        this.headers = headers;
    }

    /** Whether routes of at most that priority can still be better than what was found. */
    boolean wants(int priority) {
        return best == null || priority > best.priority;
    }

    /** Looks at the routes of one path: those for the very host, then for the nearest domain it is in, and for any host at last. */
    void offer(Map<String, Candidate<T>> byHost, Candidate<T> anyHost) {
        if (!byHost.isEmpty()) {
            for (String pattern : HostNames.patterns(authority)) {
                offer(byHost.get(pattern));
            }
        }
        offer(anyHost);
    }

    /** @param first the most particular of them; null when there is none */
    void offer(Candidate<T> first) {
        Candidate<T> get = null;
        for (Candidate<T> candidate = first; candidate != null; candidate = candidate.next) {
            if (!wants(candidate.priority) || (get != null && candidate.priority < get.priority)) {
                break;
            }
            if (!candidate.accepts(headers)) {
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
