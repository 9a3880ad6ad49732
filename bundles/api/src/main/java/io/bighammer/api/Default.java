package io.bighammer.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a plugin's settings has when its key is absent. A component without it is required, unless it is an
 * {@link java.util.Optional}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {

    /** As it would stand in the configuration; a text, a time or a constant without quotes: {@code 100}, {@code 1s}, {@code []}. */
    String value();
}
