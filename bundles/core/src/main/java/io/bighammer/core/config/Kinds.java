package io.bighammer.core.config;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** The kinds of values that the configuration files have. */
final class Kinds {

    static final Kind<String> TEXT = new Kind<>(Scalars::text, () -> Schema.named("text"));
    static final Kind<String> FILLED_TEXT = filled(Scalars::filledText);
    static final Kind<Boolean> FLAG = new Kind<>(Scalars::flag, () -> Schema.named("flag"));
    static final Kind<Integer> PORT = new Kind<>(Scalars::port, () -> Schema.named("port"));
    static final Kind<OptionalInt> PORT_OR_OFF =
            new Kind<>(Scalars::portOrOff, () -> Schema.named("port").or(Schema.ANY.with("const", "off")));
    static final Kind<Duration> DURATION = new Kind<>(Scalars::duration, () -> Schema.named("duration"));
    static final Kind<List<Value>> LIST = new Kind<>(Scalars::list, () -> Schema.type("array"));
    static final Kind<Value.Members> OBJECT = new Kind<>(Scalars::object, () -> Schema.type("object"));

    private Kinds() {}

    static Kind<Integer> number(int least, int most) {
        return new Kind<>(value -> (int) Scalars.whole(value, least, most), () -> Schema.type("integer")
                .with("minimum", least)
                .with("maximum", most)
                .orPlaceholder());
    }

    static Kind<Long> size(long least, long most) {
        return new Kind<>(value -> Scalars.size(value, least, most), () -> Schema.named("size"));
    }

    /** A text that must not be empty. */
    static <T> Kind<T> filled(Function<Value, T> reading) {
        return new Kind<>(reading, () -> Schema.type("string").with("minLength", 1));
    }

    /** A text of which the schema knows the shape. */
    static <T> Kind<T> shaped(String pattern, Function<Value, T> reading) {
        return new Kind<>(
                reading, () -> Schema.type("string").with("pattern", pattern).orPlaceholder());
    }

    /** One of some words. */
    static <T> Kind<T> word(Collection<String> words, Function<Value, T> reading) {
        return new Kind<>(
                reading, () -> Schema.ANY.with("enum", List.copyOf(words)).orPlaceholder());
    }
}
