package io.bighammer.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A part of the gateway that has something to tell in {@code duang.sh status} and {@code runtime/status.json}. */
@ConsumerType
public interface StatusSource {

    /** The key of its part. */
    String section();

    /** Its state now: records, maps, lists, strings and numbers that make JSON. Must not block. */
    Object status();

    /** What does not work, one sentence each with the way to mend it; empty when all is well. */
    List<String> complaints();

    /** What works, but perhaps not as it was meant. */
    default List<String> warnings() {
        return List.of();
    }

    /**
     * What was asked for and cannot serve now, one sentence each; empty when all can. Unlike a complaint it says nothing of a change
     * that was refused: what was in force before serves on.
     */
    default List<String> notReady() {
        return List.of();
    }

    /** Has the listener called, from any thread, whenever the state has changed. */
    void onChange(Runnable listener);
}
