package io.bighammer.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the values of a plugin's settings are read, whether the plugin's record or its schema says what they are: in the
 * same way, with the same messages.
 */
final class Readings {
    /** By the names of the definitions in a schema. */
    static final Map<String, Function<Value, Object>> NAMED = Map.of(
            "text", Scalars::text,
            "flag", Scalars::flag,
            "int", value -> (int) Scalars.whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE),
            "long", value -> Scalars.whole(value, Long.MIN_VALUE, Long.MAX_VALUE),
            "double", Scalars::real,
            "duration", Scalars::duration);

    private final Findings findings;

    Readings(Findings findings) {
        this.findings = findings;
    }

    List<Object> items(Value value, Function<Value, Object> reading) {
        List<Object> items = new ArrayList<>();
        Scalars.list(value).forEach(item -> items.add(inner(item, reading)));
        return items;
    }

    Map<String, Object> map(Value value, Function<Value, Object> reading) {
        Map<String, Object> map = new LinkedHashMap<>();
        Scalars.object(value).members().forEach((key, member) -> map.put(key, inner(member, reading)));
        return map;
    }

    /** Which of the words it is. */
    static int word(Value value, List<String> words) {
        int found = value instanceof Value.Text text ? words.indexOf(text.text()) : -1;
        if (found < 0) {
            throw Scalars.not(words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" or ")), value);
        }
        return found;
    }

    /** Reports here, so that the place is the value's own and its neighbours are looked at as well. */
    private Object inner(Value value, Function<Value, Object> reading) {
        try {
            return reading.apply(value);
        } catch (IllegalArgumentException e) {
            findings.error(value.place(), Secrets.of(value).masked(e.getMessage()));
            return null;
        }
    }
}
