package io.bighammer.core.config;

/**
 * One thing that is wrong, or doubtful, in a configuration file.
 *
 * @param file relative to home where it lies there
 * @param line from 1; 0 when the file as a whole is meant
 * @param key for example {@code routes[0].method}; empty when the file as a whole is meant
 * @param message what is wrong and what to do
 */
public record Finding(String file, int line, String key, String message) {

    @Override
    public String toString() {
        return new Place(file, line, key) + ": " + message;
    }
}
