package io.bighammer.core.route;

import java.util.Comparator;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** A route at its place in the tree, in the form that is quick to match, and the one to be asked after it. Immutable. */
final class Candidate<T> extends Place<T> {

    /** Of routes with the same path and host, the one with more to say about a request comes first. */
    private static final Comparator<RouteTable.Entry<?>> ORDER = Comparator.<RouteTable.Entry<?>>comparingInt(
                    entry -> -entry.conditions().priority())
            .thenComparingInt(entry -> -entry.conditions().headers().size())
            .thenComparingInt(entry -> entry.conditions().methods().isEmpty() ? 1 : 0);

    private static final HttpField[] NO_FIELDS = {};

    final int methods;

    /** Null after the last one. */
    final Candidate<T> next;

    private final T route;
    private final HttpField[] headers;
    private final Captures captures;

    private Candidate(RouteTable.Entry<T> entry, Captures captures, Candidate<T> next) {
        super(entry.conditions().priority());
        Conditions conditions = entry.conditions();
        this.next = next;
        this.captures = captures;
        route = entry.route();
        methods = Methods.mask(conditions.methods());
        headers = conditions.headers().isEmpty()
                ? NO_FIELDS
                : conditions.headers().entrySet().stream()
                        .map(header -> new HttpField(header.getKey(), header.getValue()))
                        .toArray(HttpField[]::new);
    }

    /** The first of these routes, which leads to the others; null when there are none. */
    static <T> Candidate<T> first(List<RouteTable.Entry<T>> entries, Captures.Pool captures) {
        List<RouteTable.Entry<T>> sorted =
                entries.size() < 2 ? entries : entries.stream().sorted(ORDER).toList();
        Candidate<T> first = null;
        for (int i = sorted.size() - 1; i >= 0; i--) {
            RouteTable.Entry<T> entry = sorted.get(i);
            first = new Candidate<>(entry, captures.of(entry.conditions().path()), first);
        }
        return first;
    }

    @Override
    void walk(Search<T> search, int start) {
        if (start > search.path.length()) {
            search.offer(this);
        }
    }

    /** Whether the request has the headers that the route wants. */
    boolean accepts(HttpFields fields) {
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

    Lookup.Match<T> match(String path) {
        return captures.match(route, path);
    }
}
