package io.bighammer.spi;

import org.osgi.annotation.versioning.ProviderType;

/** A business program, whoever runs it. Safe for use by many threads. */
@ProviderType
public interface Service {

    /** The property of an OSGi service whose value is its name: a part of the gateway that workers call like a program. */
    String BUILT_IN = "bighammer.service";

    /** The name of the key/value store, which is built in. */
    String STORE = "store";

    /** The name by which workers send to WebSockets, which is built in. */
    String WEBSOCKET = "websocket";

    String name();

    /** Asks it. Returns at once; the listener hears what came of it, by the call's deadline at the latest. */
    void call(Call call, AnswerListener listener);
}
