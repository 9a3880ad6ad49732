package io.bighammer.spi;

import org.osgi.annotation.versioning.ProviderType;

/** A business program, whoever runs it. Safe for use by many threads. */
@ProviderType
public interface Service {

    String name();

    /** Asks it. Returns at once; the listener hears what came of it, by the call's deadline at the latest. */
    void call(Call call, AnswerListener listener);
}
