package io.bighammer.core.life;

import io.bighammer.core.route.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What tells the figures of a route from those of others: never anything that a client sent. Routes that differ in headers or priority
 * alone are counted together.
 *
 * @param route its path as written
 * @param method those that it names; empty for any
 * @param host those that it names; empty for any
 */
record RouteLabels(String route, String method, String host) {
    /** Of requests that no route serves. */
    static final RouteLabels NONE = new RouteLabels("none", "", "");

    static RouteLabels of(Conditions conditions) {
        return new RouteLabels(conditions.path().text(), joined(conditions.methods()), joined(conditions.hosts()));
    }

    private static String joined(Set<String> names) {
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> names.iterator().next();
            default -> String.join(",", new TreeSet<>(names));
        };
    }

    /** @param more name, value, name, value… */
    List<String> with(String... more) {
        List<String> labels = new ArrayList<>(List.of("route", route));
        if (!method.isEmpty()) {
            labels.addAll(List.of("method", method));
        }
        if (!host.isEmpty()) {
            labels.addAll(List.of("host", host));
        }
        labels.addAll(List.of(more));
        return List.copyOf(labels);
    }
}
