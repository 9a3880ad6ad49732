package io.bighammer.api;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Small values that all plugins and workers share and that outlive a restart: counters, switches, sessions. They are kept in memory and
 * written to the file of {@code memory_db_path} soon after a change. Safe for use by many threads; nothing blocks.
 *
 * <pre>{@code
 * @Activate
 * public Visits(@Reference Store store) {
 *     this.store = store;
 * }
 * }</pre>
 */
@ProviderType
public interface Store {

    /** The value of the key; one that a worker stored as something else than text is given as JSON. */
    Optional<String> get(String key);

    /** Stores a text that stays until it is replaced or removed. */
    void set(String key, String value);

    /** Stores a text that is gone after its lifetime, which is positive. */
    void set(String key, String value, Duration lifetime);

    /**
     * Adds to a number; one that is not there begins at 0 and stays.
     *
     * @return the new number
     * @throws IllegalArgumentException when the value is no whole number, or would become too large for one
     */
    long increment(String key, long by);

    /** As {@link #increment(String, long)}; a number that begins with this call is gone after its lifetime. */
    long increment(String key, long by, Duration lifetime);

    /** @return whether there was a value */
    boolean remove(String key);
}
