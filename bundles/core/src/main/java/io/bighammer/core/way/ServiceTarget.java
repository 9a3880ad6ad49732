package io.bighammer.core.way;

import io.bighammer.api.Problem;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Service;
import io.bighammer.spi.Services;
import java.time.Duration;

/**
 * Asks a service.
 *
 * @param service its name
 * @param handler as the route has it
 * @param method the method of the service's object
 * @param timeout until the answer must have begun
 * @param stripPath whether the service sees only what the tail matched
 */
public record ServiceTarget(
        Services services, String service, String handler, String method, Duration timeout, boolean stripPath)
        implements Target {

    @Override
    public void ask(RequestView request, RequestContext context, AnswerListener listener) {
        Service found = services.find(service)
                .orElseThrow(
                        () -> Refusals.retry(Problem.SERVICE_UNAVAILABLE, "The service of this route is not there."));
        found.call(new ServiceCall(this, request, context), listener);
    }

    @Override
    public Maker asked() {
        return Maker.SERVICE;
    }
}
