package io.bighammer.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the record of a plugin's settings. Its JSON Schema goes into the plugin's jar when it is compiled, so that
 * {@code duang.sh check} finds mistakes in the configuration without starting the plugin.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface PluginSettings {}
