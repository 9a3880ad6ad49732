package io.bighammer.core.way;

import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.spi.AnswerListener;

/** The end of a route without a handler: one of its plugins should have answered. */
public final class PluginTarget implements Target {

    @Override
    public void ask(RequestView request, RequestContext context, AnswerListener listener) {
        throw new ProblemException(Problem.NOT_FOUND, "Nothing answers " + request.path() + ".");
    }
}
