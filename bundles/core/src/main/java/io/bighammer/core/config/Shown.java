package io.bighammer.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A value of a key, and what a person is shown of it.
 *
 * @param value to be compared
 */
public record Shown(Object value, String text) {
    /** What a key has that is not there. */
    public static final Shown NONE = new Shown(Optional.empty(), "none");

    public static Shown of(Object value) {
        if (value instanceof Optional<?> perhaps) {
            return perhaps.map(Shown::of).orElse(NONE);
        }
        return new Shown(value, text(value));
    }

    /** That it is there, and no more. */
    public static Shown secret(Object value) {
        return Optional.empty().equals(value) ? NONE : new Shown(value, "***");
    }

    /** A path below home is shown as the configuration has it. */
    public static Shown path(Path home, Path path) {
        return new Shown(path, path.startsWith(home) ? "/" + home.relativize(path) : path.toString());
    }

    private static String text(Object value) {
        if (value instanceof Duration time) {
            long millis = time.toMillis();
            return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
        }
        if (value instanceof Collection<?> all) {
            return all.isEmpty() ? "none" : all.stream().map(Object::toString).collect(Collectors.joining(", "));
        }
        return value.toString();
    }
}
