package io.bighammer.spi;

import org.osgi.annotation.versioning.ProviderType;

/** The way of a request, for the doors. */
@ProviderType
public interface Gateway {

    /**
     * Takes a request its way. Returns soon, never throws, and sees to it that the exchange is answered. Called on the thread that
     * read the request's head.
     */
    void handle(Exchange exchange);
}
