package io.bighammer.admin;

import io.bighammer.spi.Control;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * How the gateway was at one time.
 *
 * @param since when its process began
 * @param sections what its parts tell, by name
 * @param complaints what does not work
 * @param warnings what works, but perhaps not as it was meant
 */
record Snapshot(
        Control.State state,
        long pid,
        Instant since,
        String version,
        SortedMap<String, Object> sections,
        List<String> complaints,
        List<String> warnings,
        Instant time) {

    /** All that a person should look at, the graver first. */
    List<String> toLookAt() {
        return Stream.concat(complaints.stream(), warnings.stream()).toList();
    }

    boolean well() {
        return state == Control.State.RUNNING && complaints.isEmpty();
    }
}
