package io.bighammer.core.way;

import io.bighammer.spi.AnswerListener;

/** The end of the way in. */
public interface Target {

    /**
     * Asks for the answer, which comes to the listener.
     *
     * @throws io.bighammer.api.ProblemException when there will be none
     */
    void ask(RequestView request, RequestContext context, AnswerListener listener);

    /** Who it is that is asked. */
    default Maker asked() {
        return Maker.GATEWAY;
    }
}
