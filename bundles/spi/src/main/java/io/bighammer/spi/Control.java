package io.bighammer.spi;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** The life of the gateway as a whole, for those who run it. Registered by core when its process begins to start. */
@ProviderType
public interface Control {
    enum State {
        STARTING,
        RUNNING,
        STOPPING,
        FAILED
    }

    State state();

    /** Completed when the gateway runs; completed exceptionally, with a message for people, when it cannot. */
    CompletableFuture<Void> started();

    /** Begins to stop, in order; the process ends by itself. */
    void stop();
}
