package io.bighammer.core.plugin;

import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.core.way.RequestContext;
import io.bighammer.core.way.Step;

/**
 * Stands in a chain where a plugin is not there: no request gets past it.
 *
 * @param reason why it is not there, for the operator
 */
public record MissingPlugin(String name, String reason) implements Step {

    @Override
    public boolean nonBlocking() {
        return true;
    }

    @Override
    public int requestBodyLimit() {
        return 0;
    }

    @Override
    public int responseBodyLimit() {
        return 0;
    }

    @Override
    public void handleRequest(RequestContext context) {
        throw unavailable();
    }

    static ProblemException unavailable() {
        return new ProblemException(Problem.PLUGIN_UNAVAILABLE, "This route is not ready.").header("Retry-After", "5");
    }

    @Override
    public void handleResponse(RequestContext context) {
        // Never called: handleRequest always throws.
    }
}
