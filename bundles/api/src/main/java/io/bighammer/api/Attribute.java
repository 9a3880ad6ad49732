package io.bighammer.api;

import java.util.Objects;

/**
 * A typed key of a {@link Context}. Plugins share no classes, so those that want to share a value use the same name and a
 * type of the JDK.
 */
public record Attribute<T>(String name, Class<T> type) {

    /** Who makes the request, as found out by the plugin that checked it. */
    public static final Attribute<String> USER = new Attribute<>("user", String.class);

    public Attribute {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
