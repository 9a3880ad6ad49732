package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A place in the tree of paths: the routes that end here, those that begin a tail here, and the ways on. Immutable. */
final class Node<T> {

    private static final Candidate<?>[] NONE = {};

    private final Candidate<T>[] here;
    private final Candidate<T>[] tails;
    private final Parts<Node<T>> exact;
    private final Node<T> param;

    /** The highest priority of any route from here on, so that a walk can leave out what cannot win. */
    private final int priority;

    private Node(Builder<T> builder) {
        here = sorted(builder.here);
        tails = sorted(builder.tails);
        Map<String, Node<T>> ways = builder.exact.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, way -> way.getValue().build()));
        exact = Parts.of(ways);
        param = builder.param == null ? null : builder.param.build();
        int highest = Math.max(priority(here), priority(tails));
        for (Node<T> way : ways.values()) {
            highest = Math.max(highest, way.priority);
        }
        priority = param == null ? highest : Math.max(highest, param.priority);
    }

    /** @param start where in the path the next part begins; one beyond its length plus one when no part is left */
    void walk(Search<T> search, int start) {
        if (!search.wants(priority)) {
            return;
        }
        String path = search.path;
        if (start > path.length()) {
            search.offer(here);
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
        search.offer(tails);
    }

    private static int priority(Candidate<?>[] sorted) {
        return sorted.length == 0 ? Integer.MIN_VALUE : sorted[0].priority;
    }

    @SuppressWarnings("unchecked")
    private static <T> Candidate<T>[] sorted(List<Candidate<T>> candidates) {
        return candidates.isEmpty()
                ? (Candidate<T>[]) NONE
                : candidates.stream().sorted(Candidate.ORDER).toArray(Candidate[]::new);
    }

    /** Gathers the routes below one place. */
    static final class Builder<T> {

        private final List<Candidate<T>> here = new ArrayList<>();
        private final List<Candidate<T>> tails = new ArrayList<>();
        private final Map<String, Builder<T>> exact = new HashMap<>();
        private Builder<T> param;

        void add(PathPattern path, Candidate<T> candidate) {
            Builder<T> place = this;
            for (PathPattern.Part part : path.parts()) {
                place = place.way(part);
            }
            (path.tail() ? place.tails : place.here).add(candidate);
        }

        Node<T> build() {
            return new Node<>(this);
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
