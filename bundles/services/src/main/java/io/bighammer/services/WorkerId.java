package io.bighammer.services;

import io.bighammer.spi.ServiceConfig;

/**
 * Which worker of which service, as it is meant to be.
 *
 * @param instance from 1
 * @param generation of the service's code and settings, from 1
 */
record WorkerId(ServiceConfig service, int instance, long generation) {

    /** For people, for example {@code example#1}. */
    String name() {
        return service.name() + "#" + instance;
    }
}
