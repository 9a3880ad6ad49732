package io.bighammer.core.config;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which values, by their places, came from the environment or from another file: nobody is shown them. Immutable. */
public final class Filled {
    private final NavigableSet<String> places;

    Filled(Collection<Place> places) {
        NavigableSet<String> names = new TreeSet<>();
        places.forEach(place -> names.add(name(place)));
        this.places = Collections.unmodifiableNavigableSet(names);
    }

    /** As it is, or masked when the value there was filled, or something in it. */
    public Shown masked(Place place, Shown shown) {
        return has(place) ? Shown.secret(shown.value()) : shown;
    }

    /** Whether the value there was filled, or something in it. */
    public boolean has(Place place) {
        String name = name(place);
        return places.contains(name) || startsWith(name + ".") || startsWith(name + "[");
    }

    private boolean startsWith(String prefix) {
        String next = places.ceiling(prefix);
        return next != null && next.startsWith(prefix);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filled filled && places.equals(filled.places);
    }

    @Override
    public int hashCode() {
        return places.hashCode();
    }

    /** The line does not count: the same key stands once in a file. */
    private static String name(Place place) {
        return new Place(place.file(), 0, place.key()).toString();
    }
}
