package io.bighammer.spi;

import java.util.List;
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

    /**
     * Reads the configuration files and compares what they say with what is in force; changes nothing.
     *
     * @throws IllegalStateException when nothing is in force yet
     */
    Comparison compare();

    /**
     * What the configuration files say against what is in force, for people.
     *
     * @param errors what is wrong with them, or with a jar or a program that they need
     * @param compared false when they could not be read; then none of them is in force
     * @param differences a line for each key, route, plugin and service: {@code +} is only in the files, {@code -} only in force,
     *     {@code ~} is another in the files
     */
    record Comparison(List<String> errors, boolean compared, List<String> differences) {}
}
