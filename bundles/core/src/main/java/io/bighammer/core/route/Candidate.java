package io.bighammer.core.route;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** A route at its place in the tree, in the form that is quick to match. Immutable. */
final class Candidate<T> {

    /** The one with more to say about a request comes first. */
    static final Comparator<Candidate<?>> ORDER = Comparator.<Candidate<?>>comparingInt(
                    candidate -> -candidate.priority)
            .thenComparingInt(candidate -> candidate.hosts.length == 0 ? 1 : candidate.hasExactHost() ? -1 : 0)
            .thenComparingInt(candidate -> -candidate.headers.length)
            .thenComparingInt(candidate -> candidate.methods == Methods.ANY ? 1 : 0);

    private static final String[] NO_NAMES = {};
    private static final HttpField[] NO_FIELDS = {};

    final int priority;
    final int methods;

    private final T route;
    private final String[] hosts;
    private final HttpField[] headers;

    /** The name of each part that is a parameter, null for the others; empty when there is none and no tail. */
    private final String[] params;

    private final boolean tail;

    Candidate(Conditions conditions, T route) {
        this.route = route;
        PathPattern path = conditions.path();
        priority = conditions.priority();
        methods = Methods.mask(conditions.methods());
        hosts = conditions.hosts().isEmpty() ? NO_NAMES : conditions.hosts().toArray(String[]::new);
        headers = conditions.headers().isEmpty()
                ? NO_FIELDS
                : conditions.headers().entrySet().stream()
                        .map(header -> new HttpField(header.getKey(), header.getValue()))
                        .toArray(HttpField[]::new);
        params = path.hasParams()
                ? path.parts().stream()
                        .map(part -> part.param() ? part.text() : null)
                        .toArray(String[]::new)
                : NO_NAMES;
        tail = path.tail();
    }

    /** Whether the request's host and headers are those of the route. */
    boolean accepts(String host, HttpFields fields) {
        return acceptsHost(host) && acceptsHeaders(fields);
    }

    Lookup.Match<T> match(String path) {
        if (params.length == 0 && !tail) {
            return new Lookup.Match<>(route, Map.of(), -1);
        }
        Map<String, String> values = new LinkedHashMap<>();
        int start = 1;
        for (String param : params) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (param != null) {
                values.put(param, path.substring(start, end));
            }
            start = end + 1;
        }
        if (tail) {
            values.put(PathPattern.TAIL, start < path.length() ? path.substring(start) : "");
        }
        return new Lookup.Match<>(route, Collections.unmodifiableMap(values), tail ? start - 1 : -1);
    }

    private boolean hasExactHost() {
        for (String host : hosts) {
            if (!host.startsWith("*")) {
                return true;
            }
        }
        return false;
    }

    private boolean acceptsHost(String host) {
        if (hosts.length == 0) {
            return true;
        }
        int colon = host.lastIndexOf(':');
        int length = colon > host.lastIndexOf(']') ? colon : host.length();
        for (String accepted : hosts) {
            // "*.example.com" is met by what ends with ".example.com" and has something before it.
            int from = accepted.charAt(0) == '*' ? 1 : 0;
            int at = length - (accepted.length() - from);
            if ((from == 0 ? at == 0 : at > 0)
                    && host.regionMatches(true, at, accepted, from, accepted.length() - from)) {
                return true;
            }
        }
        return false;
    }

    private boolean acceptsHeaders(HttpFields fields) {
        for (HttpField wanted : headers) {
            boolean found = false;
            for (HttpField field : fields) {
                found |= field.is(wanted.getName()) && wanted.getValue().equals(field.getValue());
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }
}
