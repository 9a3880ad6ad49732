package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes out of a path what the parameters and the tail of its route matched. Immutable; thousands of routes share a few. */
final class Captures {
    private static final Captures NOTHING = new Captures(List.of(), false);

    /** The name of each part that is a parameter, null for the others. */
    private final String[] names;

    private final boolean tail;

    private Captures(List<String> names, boolean tail) {
        this.names = names.toArray(String[]::new);
        this.tail = tail;
    }

    <T> Lookup.Match<T> match(T route, String path) {
        if (this == NOTHING) {
            return new Lookup.Match<>(route, Map.of(), -1);
        }
        Map<String, String> values = new LinkedHashMap<>();
        int start = 1;
        for (String name : names) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (name != null) {
                values.put(name, path.substring(start, end));
            }
            start = end + 1;
        }
        if (tail) {
            values.put(PathPattern.TAIL, start < path.length() ? path.substring(start) : "");
        }
        return new Lookup.Match<>(route, Collections.unmodifiableMap(values), tail ? start - 1 : -1);
    }

    /** Makes those of the routes of one table. Not shared. */
    static final class Pool {
        private final Map<PathForm, Captures> made = new HashMap<>();

        private record PathForm(List<String> names, boolean tail) {}

        Captures of(PathPattern path) {
            if (!path.hasParams() && !path.tail()) {
                return NOTHING;
            }
            List<String> names = new ArrayList<>();
            for (PathPattern.Part part : path.parts()) {
                names.add(part.param() ? part.text() : null);
            }
            return made.computeIfAbsent(new PathForm(names, path.tail()), form -> new Captures(form.names, form.tail));
        }
    }
}
