package io.bighammer.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * A promise that a plugin never waits: no I/O, no sleep, no lock held for long. Its calls run on the thread that read the
 * request. Without it they run on a pool of their own, at most 64 at once for an instance, then 503. Sets the service
 * property {@code bighammer.non.blocking}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface NonBlocking {
    String PREFIX_ = "bighammer.";
}
