package io.bighammer.core.config;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a value must be: how it is read, and how a schema says it.
 *
 * @param reading throws IllegalArgumentException that says what the value must be
 * @param making only when a schema is made: to read 10,000 routes must not make 100,000 of them
 */
record Kind<T>(Function<Value, T> reading, Supplier<Schema> making) {

    Schema schema() {
        return making.get();
    }

    /** As it is, but for the words by which the schema tells what a key that is absent has. */
    Kind<T> absent(Object written) {
        return new Kind<>(reading, () -> schema().with("default", written));
    }

    /** As it is, but when it refuses a value of that type, it adds under which key such a one is written. */
    Kind<T> advising(Class<? extends Value> type, String advice, String key) {
        return new Kind<>(
                value -> {
                    try {
                        return reading.apply(value);
                    } catch (IllegalArgumentException e) {
                        throw type.isInstance(value)
                                ? new IllegalArgumentException(e.getMessage() + "; " + advice + " " + key, e)
                                : e;
                    }
                },
                making);
    }
}
