package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A place in the tree of paths: the routes that end here, those that begin a tail here, and the ways on. Immutable. */
final class Node<T> {

    /** The first of those for any host, or null. */
    private final Candidate<T> here;

    private final Candidate<T> tails;

    /** Those for certain hosts; by host as written, in lower case. */
    private final Map<String, Candidate<T>> hereByHost;

    private final Map<String, Candidate<T>> tailsByHost;
    private final Parts<Node<T>> exact;
    private final Node<T> param;

    /** The highest priority of any route from here on, so that a walk can leave out what cannot win. */
    private final int priority;

    private Node(Builder<T> builder, Captures.Pool captures) {
        here = anyHost(builder.here, captures);
        tails = anyHost(builder.tails, captures);
        hereByHost = byHost(builder.here, captures);
        tailsByHost = byHost(builder.tails, captures);
        Map<String, Node<T>> ways = new HashMap<>();
        builder.exact.forEach((part, way) -> ways.put(part, way.build(captures)));
        exact = Parts.of(ways);
        param = builder.param == null ? null : builder.param.build(captures);
        int highest = param == null ? Integer.MIN_VALUE : param.priority;
        for (Node<T> way : ways.values()) {
            highest = Math.max(highest, way.priority);
        }
        for (List<RouteTable.Entry<T>> ending : List.of(builder.here, builder.tails)) {
            for (RouteTable.Entry<T> entry : ending) {
                highest = Math.max(highest, entry.conditions().priority());
            }
        }
        priority = highest;
    }

    /** @param start where in the path the next part begins; one beyond its length plus one when no part is left */
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
            Node<T> next = exact.get(path, start, end);
            if (next != null) {
                next.walk(search, end + 1);
            }
            if (param != null && end > start) {
                param.walk(search, end + 1);
            }
        }
        search.offer(tailsByHost, tails);
    }

    private static <T> Candidate<T> anyHost(List<RouteTable.Entry<T>> entries, Captures.Pool captures) {
        List<RouteTable.Entry<T>> ofAnyHost = entries;
        if (entries.size() > 1 || hasHosts(entries)) {
            ofAnyHost = entries.stream()
                    .filter(entry -> entry.conditions().hosts().isEmpty())
                    .toList();
        }
        return Candidate.first(ofAnyHost, captures);
    }

    private static <T> Map<String, Candidate<T>> byHost(List<RouteTable.Entry<T>> entries, Captures.Pool captures) {
        if (!hasHosts(entries)) {
            return Map.of();
        }
        Map<String, List<RouteTable.Entry<T>>> ofHost = new HashMap<>();
        for (RouteTable.Entry<T> entry : entries) {
            for (String host : entry.conditions().hosts()) {
                ofHost.computeIfAbsent(host, any -> new ArrayList<>()).add(entry);
            }
        }
        Map<String, Candidate<T>> found = new HashMap<>();
        ofHost.forEach((host, of) -> found.put(host, Candidate.first(of, captures)));
        return found;
    }

    private static <T> boolean hasHosts(List<RouteTable.Entry<T>> entries) {
        for (RouteTable.Entry<T> entry : entries) {
            if (!entry.conditions().hosts().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Gathers the routes below one place. */
    static final class Builder<T> {
        private final List<RouteTable.Entry<T>> here = new ArrayList<>(0);
        private final List<RouteTable.Entry<T>> tails = new ArrayList<>(0);
        private final Map<String, Builder<T>> exact = new HashMap<>();
        private Builder<T> param;

        void add(RouteTable.Entry<T> entry) {
            PathPattern path = entry.conditions().path();
            Builder<T> place = this;
            for (PathPattern.Part part : path.parts()) {
                place = place.way(part);
            }
            (path.tail() ? place.tails : place.here).add(entry);
        }

        Node<T> build(Captures.Pool captures) {
            return new Node<>(this, captures);
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
}
