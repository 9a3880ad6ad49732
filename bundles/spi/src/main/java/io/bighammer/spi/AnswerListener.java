package io.bighammer.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears what came of a {@link Call}: exactly one of its two methods is called, once, from any thread; neither may block. */
@ConsumerType
public interface AnswerListener {

    void answered(Answer answer);

    void failed(ServiceException failure);
}
