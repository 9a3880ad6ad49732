package io.bighammer.core.config;

import java.util.function.Function;

/**
 * What a value must be: how it is read, and how a schema says it.
 *
 * @param reading throws IllegalArgumentException that says what the value must be
 */
record Kind<T>(Function<Value, T> reading, Schema schema) {

    /** As it is, but for the words by which the schema tells what a key that is absent has. */
    Kind<T> absent(Object written) {
        return new Kind<>(reading, schema.with("default", written));
    }
}
