package io.bighammer.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes the members of one object, each by its key and type. What does not fit goes to the findings and counts as absent;
 * {@link #end} reports the keys that nobody asked for. Not shared.
 */
final class Fields {

    private final Value.Members object;
    private final Findings findings;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();

    Fields(Value.Members object, Findings findings) {
        this.object = object;
        this.findings = findings;
    }

    /** The object at its place in a file that could not be read further: without members. */
    static Fields none(Place place, Findings findings) {
        return new Fields(new Value.Members(place, Map.of()), findings);
    }

    Place place() {
        return object.place();
    }

    /** Where the key stands, or where it is missing. */
    Place place(String key) {
        Value value = object.members().get(key);
        return value == null ? object.place().member(object.place().line(), key) : value.place();
    }

    /** Where each key stands, those of inner objects too, as in {@code ports.http_port}. */
    Map<String, Place> places() {
        Map<String, Place> found = new LinkedHashMap<>();
        addPlaces(object, found);
        return found;
    }

    private static void addPlaces(Value.Members members, Map<String, Place> found) {
        members.members().values().forEach(value -> {
            found.put(value.place().key(), value.place());
            if (value instanceof Value.Members inner) {
                addPlaces(inner, found);
            }
        });
    }

    boolean has(String key) {
        return object.members().containsKey(key);
    }

    Optional<Value> value(String key) {
        asked.add(key);
        return Optional.ofNullable(object.members().get(key));
    }

    /** Reads a value with a conversion that throws IllegalArgumentException saying what the value must be. */
    <T> Optional<T> read(String key, Function<Value, T> conversion) {
        return value(key).flatMap(value -> converted(value, conversion));
    }

    <T> Optional<T> required(String key, Function<Value, T> conversion) {
        if (!has(key)) {
            missing.add(key);
        }
        return read(key, conversion);
    }

    boolean flag(String key, boolean absent) {
        return read(key, Scalars::flag).orElse(absent);
    }

    int number(String key, int least, int most, int absent) {
        return (int)
                (long) read(key, value -> Scalars.whole(value, least, most)).orElse((long) absent);
    }

    long size(String key, long least, long most, long absent) {
        return read(key, value -> Scalars.size(value, least, most)).orElse(absent);
    }

    Duration duration(String key, Duration absent) {
        return read(key, Scalars::duration).orElse(absent);
    }

    /** The items of a list that fit; none when the key is absent. */
    <T> List<T> list(String key, Function<Value, T> conversion) {
        List<T> found = new ArrayList<>();
        for (Value item : read(key, Scalars::list).orElse(List.of())) {
            converted(item, conversion).ifPresent(found::add);
        }
        return found;
    }

    /** The texts of an object, in the order of the file. */
    Map<String, String> textMap(String key) {
        Map<String, String> found = new LinkedHashMap<>();
        read(key, Scalars::object).ifPresent(map -> map.members()
                .forEach((name, value) -> converted(value, Scalars::text).ifPresent(text -> found.put(name, text))));
        return found;
    }

    /** An object under that key, to be taken apart; one without members when it is absent or ill-typed. */
    Fields object(String key) {
        return read(key, Scalars::object)
                .map(inner -> new Fields(inner, findings))
                .orElseGet(() -> none(place(key), findings));
    }

    /** What the reader makes of each object of a list; none when the key is absent. */
    <T> List<T> objects(String key, BiFunction<Fields, Findings, Optional<T>> reader) {
        List<T> found = new ArrayList<>();
        for (Value.Members item : list(key, Scalars::object)) {
            Fields fields = new Fields(item, findings);
            reader.apply(fields, findings).ifPresent(found::add);
            fields.end();
        }
        return found;
    }

    /** To be called last: every key that was not asked for is an error, and every required one that is missing. */
    void end() {
        Set<String> absent = new LinkedHashSet<>(asked);
        absent.removeAll(object.members().keySet());
        object.members().forEach((key, value) -> {
            if (!asked.contains(key)) {
                Optional<String> meant = Spelling.nearest(key, absent);
                meant.ifPresent(missing::remove);
                String hint = Spelling.hint(key, meant.isPresent() ? absent : asked);
                findings.error(value.place(), "unknown key" + (hint.isEmpty() ? known() : hint));
            }
        });
        missing.forEach(key -> findings.error(place(key), "is missing"));
    }

    private String known() {
        return asked.stream().filter(key -> !key.startsWith("$")).collect(Collectors.joining(", ", "; known are ", ""));
    }

    private <T> Optional<T> converted(Value value, Function<Value, T> conversion) {
        if (value instanceof Value.Unfilled) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(conversion.apply(value));
        } catch (IllegalArgumentException e) {
            findings.error(value.place(), e.getMessage());
            return Optional.empty();
        }
    }
}
