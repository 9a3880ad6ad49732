package io.bighammer.admin;

import io.bighammer.spi.Control;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * How the gateway was at one time.
 *
 * @param since when its process began
 * @param sections what its parts tell, by name
 * @param complaints what a person should look at
 */
record Snapshot(
        Control.State state,
        long pid,
        Instant since,
        String version,
        SortedMap<String, Object> sections,
        List<String> complaints,
        Instant time) {

    boolean well() {
        return state == Control.State.RUNNING && complaints.isEmpty();
    }
}
