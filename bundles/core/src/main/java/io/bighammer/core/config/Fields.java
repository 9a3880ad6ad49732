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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes the members of one object, each by its key and kind. What does not fit goes to the findings and counts as absent;
 * {@link #end} reports the keys that nobody asked for. What was asked for is the object's schema. Not shared.
 */
final class Fields {

    private final Value.Members object;
    private final Findings findings;
    private final List<Asked> asked = new ArrayList<>();
    private final List<String> required = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();

    private record Asked(String key, Supplier<Schema> schema) {}

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

    /** As it is; how it is read otherwise is its schema. */
    Optional<Value> value(String key) {
        return Optional.ofNullable(object.members().get(key));
    }

    /** What is asked for a second time has the schema of the second. */
    private Optional<Value> value(String key, Supplier<Schema> schema) {
        asked.add(new Asked(key, schema));
        return value(key);
    }

    private boolean isAsked(String key) {
        for (Asked one : asked) {
            if (one.key.equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** The one of two spellings of a key that is in use; the first when neither is. */
    String spelt(String key, String other) {
        aliases.put(other, key);
        if (has(key) && has(other)) {
            findings.error(place(other), "is the same key as " + key + "; remove one");
            value(other, () -> Schema.ANY);
        }
        return has(other) && !has(key) ? other : key;
    }

    <T> Optional<T> read(String key, Kind<T> kind) {
        return value(key, kind.making()).flatMap(value -> converted(value, kind));
    }

    <T> Optional<T> required(String key, Kind<T> kind) {
        required.add(key);
        return needed(key, kind);
    }

    /** Required as the other keys are; a schema cannot say that. */
    <T> Optional<T> needed(String key, Kind<T> kind) {
        if (!has(key)) {
            missing.add(key);
        }
        return read(key, kind);
    }

    boolean flag(String key, boolean absent) {
        return read(key, Kinds.FLAG.absent(absent)).orElse(absent);
    }

    int number(String key, int least, int most, int absent) {
        return read(key, Kinds.number(least, most).absent(absent)).orElse(absent);
    }

    int port(String key, int absent) {
        return read(key, Kinds.PORT.absent(absent)).orElse(absent);
    }

    long size(String key, long least, long most, long absent) {
        return read(key, Kinds.size(least, most).absent(Scalars.shownSize(absent)))
                .orElse(absent);
    }

    Duration duration(String key, Duration absent) {
        return read(key, Kinds.DURATION.absent(Shown.of(absent).text())).orElse(absent);
    }

    /** A text that is not empty. */
    String text(String key, String absent) {
        return read(key, Kinds.FILLED_TEXT.absent(absent)).orElse(absent);
    }

    /** The items of a list that fit; none when the key is absent. */
    <T> List<T> list(String key, Kind<T> kind) {
        return list(key, Kinds.LIST, kind);
    }

    /** @param whole how the list itself is read */
    <T> List<T> list(String key, Kind<List<Value>> whole, Kind<T> kind) {
        Optional<Value> value = value(key, () -> whole.schema().with("items", kind.schema()));
        List<Value> items = value.flatMap(list -> converted(list, whole)).orElse(List.of());
        if (items.isEmpty()) {
            return List.of();
        }
        List<T> found = new ArrayList<>();
        items.forEach(item -> converted(item, kind).ifPresent(found::add));
        return found;
    }

    /** The texts of an object, in the order of the file. */
    Map<String, String> textMap(String key) {
        Optional<Value> value =
                value(key, () -> Kinds.OBJECT.schema().with("additionalProperties", Kinds.TEXT.schema()));
        Map<String, Value> members = value.flatMap(texts -> converted(texts, Kinds.OBJECT))
                .map(Value.Members::members)
                .orElse(Map.of());
        if (members.isEmpty()) {
            return Map.of();
        }
        Map<String, String> found = new LinkedHashMap<>();
        members.forEach((name, text) -> converted(text, Kinds.TEXT).ifPresent(filled -> found.put(name, filled)));
        return found;
    }

    /** An object under that key, to be taken apart; one without members when it is absent or ill-typed. */
    Fields object(String key) {
        Fields inner = value(key)
                .flatMap(value -> converted(value, Kinds.OBJECT))
                .map(members -> new Fields(members, findings))
                .orElseGet(() -> none(place(key), findings));
        value(key, inner::schema);
        return inner;
    }

    /** What the reader makes of each object of a list, which is required. */
    <T> List<T> objects(String key, BiFunction<Fields, Findings, Optional<T>> reader) {
        Kind<List<Value>> list =
                new Kind<>(Scalars::list, () -> Kinds.LIST.schema().with("items", schema(reader)));
        List<T> found = new ArrayList<>();
        required(key, list)
                .ifPresent(items ->
                        items.forEach(item -> object(item, findings, reader).ifPresent(found::add)));
        return found;
    }

    /** What the reader makes of an object, if it is one. */
    static <T> Optional<T> object(Value value, Findings findings, BiFunction<Fields, Findings, Optional<T>> reader) {
        return converted(value, Kinds.OBJECT, findings).flatMap(members -> {
            Fields fields = new Fields(members, findings);
            Optional<T> read = reader.apply(fields, findings);
            fields.end();
            return read;
        });
    }

    /** Of the objects that the reader takes. */
    private <T> Schema schema(BiFunction<Fields, Findings, Optional<T>> reader) {
        Findings ignored = new Findings();
        Fields none = none(object.place(), ignored);
        reader.apply(none, ignored);
        return none.schema();
    }

    /** To be called last: every key that was not asked for is an error, and every required one that is missing. */
    void end() {
        object.members().forEach((key, value) -> {
            if (!isAsked(key)) {
                reportUnknown(key, value.place());
            }
        });
        missing.forEach(key -> findings.error(place(key), "is missing"));
    }

    private void reportUnknown(String key, Place place) {
        Set<String> known = asked.stream().map(Asked::key).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> absent = new LinkedHashSet<>(known);
        absent.removeAll(object.members().keySet());
        Optional<String> meant = Spelling.nearest(key, absent);
        meant.ifPresent(missing::remove);
        String hint = Spelling.hint(key, meant.isPresent() ? absent : known);
        findings.error(place, "unknown key" + (hint.isEmpty() ? list(known) : hint));
    }

    private static String list(Set<String> known) {
        return known.stream().filter(key -> !key.startsWith("$")).collect(Collectors.joining(", ", "; known are ", ""));
    }

    /** Of all that has been asked for by now. */
    Schema schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        asked.forEach(one -> properties.put(one.key, one.schema.get().keywords()));
        aliases.forEach((alias, key) -> properties.put(alias, Map.of("$ref", "#/properties/" + key)));
        Schema schema = Kinds.OBJECT.schema().with("properties", properties);
        return (required.isEmpty() ? schema : schema.with("required", List.copyOf(required)))
                .with("additionalProperties", false);
    }

    private <T> Optional<T> converted(Value value, Kind<T> kind) {
        return converted(value, kind, findings);
    }

    private static <T> Optional<T> converted(Value value, Kind<T> kind, Findings findings) {
        if (value instanceof Value.Unfilled) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(kind.reading().apply(value));
        } catch (IllegalArgumentException e) {
            findings.error(value.place(), Secrets.of(value).masked(e.getMessage()));
            return Optional.empty();
        }
    }
}
