package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A place in the tree of paths: the routes that end here, those that begin a tail here, and the ways on. Immutable. */
final class Node<T> extends Place<T> {

    /** The first of those for any host, or null. */
    private final Candidate<T> here;

    private final Candidate<T> tails;

    /** Those for certain hosts; by host as written, in lower case. */
    private final Map<String, Candidate<T>> hereByHost;

    private final Map<String, Candidate<T>> tailsByHost;
    private final Parts<Place<T>> exact;
    private final Place<T> param;

    private Node(Builder<T> builder, Captures.Pool captures) {
        super(builder.priority);
        here = Candidate.first(builder.here.anyHost, captures);
        tails = Candidate.first(builder.tails.anyHost, captures);
        hereByHost = builder.here.byHost(captures);
        tailsByHost = builder.tails.byHost(captures);
        Map<String, Place<T>> ways = new HashMap<>();
        builder.exact.forEach((part, way) -> ways.put(part, way.build(captures)));
        exact = Parts.of(ways);
        param = builder.param == null ? null : builder.param.build(captures);
    }

    @Override
    void walk(Search<T> search, int start) {
        if (!search.wants(priority)) {
            return;
        }
        String path = search.path;
        if (start > path.length()) {
            search.offer(hereByHost, here);
        } else {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            Place<T> next = exact.get(path, start, end);
            if (next != null) {
                next.walk(search, end + 1);
            }
            if (param != null && end > start) {
                param.walk(search, end + 1);
            }
        }
        search.offer(tailsByHost, tails);
    }

    /** Gathers the routes below one place. */
    static final class Builder<T> {
        private final Ending<T> here = new Ending<>();
        private final Ending<T> tails = new Ending<>();
        private final Map<String, Builder<T>> exact = new HashMap<>();
        private Builder<T> param;
        private int priority = Integer.MIN_VALUE;

        void add(RouteTable.Entry<T> entry) {
            PathPattern path = entry.conditions().path();
            Builder<T> place = this;
            place.raise(entry);
            for (PathPattern.Part part : path.parts()) {
                place = place.way(part);
                place.raise(entry);
            }
            (path.tail() ? place.tails : place.here).add(entry);
        }

        Place<T> build(Captures.Pool captures) {
            return isLeaf() ? Candidate.first(here.anyHost, captures) : new Node<>(this, captures);
        }

        private boolean isLeaf() {
            return exact.isEmpty()
                    && param == null
                    && tails.isEmpty()
                    && here.byHost.isEmpty()
                    && !here.anyHost.isEmpty();
        }

        private void raise(RouteTable.Entry<T> entry) {
            priority = Math.max(priority, entry.conditions().priority());
        }

        private Builder<T> way(PathPattern.Part part) {
            if (!part.param()) {
                return exact.computeIfAbsent(part.text(), text -> new Builder<>());
            }
            if (param == null) {
                param = new Builder<>();
            }
            return param;
        }
    }

    /** Gathers the routes of one path. */
    private static final class Ending<T> {
        private final List<RouteTable.Entry<T>> anyHost = new ArrayList<>(1);
        private Map<String, List<RouteTable.Entry<T>>> byHost = Map.of();

        void add(RouteTable.Entry<T> entry) {
            Set<String> hosts = entry.conditions().hosts();
            if (hosts.isEmpty()) {
                anyHost.add(entry);
            } else if (byHost.isEmpty()) {
                byHost = new HashMap<>();
            }
            hosts.forEach(host ->
                    byHost.computeIfAbsent(host, any -> new ArrayList<>(1)).add(entry));
        }

        boolean isEmpty() {
            return anyHost.isEmpty() && byHost.isEmpty();
        }

        Map<String, Candidate<T>> byHost(Captures.Pool captures) {
            if (byHost.isEmpty()) {
                return Map.of();
            }
            Map<String, Candidate<T>> first = new HashMap<>();
            byHost.forEach((host, entries) -> first.put(host, Candidate.first(entries, captures)));
            return first;
        }
    }
}
