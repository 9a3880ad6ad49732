package io.bighammer.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The name by which {@code plugins.json} and {@code router.json} call a plugin. Sets the service property
 * {@code bighammer.plugin.name}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface PluginName {
    String PREFIX_ = "bighammer.";

    /** Lower-case letters, digits, {@code -}, {@code _} and {@code .}. */
    String value();
}
