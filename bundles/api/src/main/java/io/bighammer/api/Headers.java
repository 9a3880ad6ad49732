package io.bighammer.api;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The header fields of a request or a response (RFC 9110, section 5). Names are compared without regard to case; a name or
 * value that could not be sent (a line break, a NUL, no token) throws {@link IllegalArgumentException}.
 */
@ProviderType
public interface Headers {

    /** The first value of a field. */
    Optional<String> first(String name);

    /** All values of a field, in their order; empty when there is none. */
    List<String> all(String name);

    /** Puts this value in the place of all that the field had. */
    void set(String name, String value);

    /** Adds a value beside those that the field has. */
    void add(String name, String value);

    void remove(String name);

    /** Calls the consumer with name and value of each line, in order. */
    void forEach(BiConsumer<String, String> line);
}
