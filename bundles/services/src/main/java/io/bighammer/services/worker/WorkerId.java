package io.bighammer.services.worker;

import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.WorkerRefusedException;

/**
 * Which worker of which service, as it is meant to be.
 *
 * @param instance from 1
 * @param generation of the service's code and settings, from 1
 */
public record WorkerId(ServiceConfig service, int instance, long generation) {

    /** For people, for example {@code example#1}. */
    String name() {
        return service.name() + "#" + instance;
    }

    void require(Hello hello) throws WorkerRefusedException {
        if (!hello.service().equals(service.name())
                || hello.instance() != instance
                || hello.generation() != generation) {
            throw new WorkerRefusedException("the token is that of " + name() + " in generation " + generation
                    + ", not of " + hello.service() + "#" + hello.instance() + " in " + hello.generation());
        }
    }
}
