package io.bighammer.admin;

import io.bighammer.spi.Control;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the gateway can do all that its configuration asks for.
 *
 * @param missing what is in the way, one sentence each; empty when it is ready
 */
record Readiness(boolean ready, Control.State state, List<String> missing) {

    /** @param notReady what the parts of the gateway say */
    static Readiness of(Control.State state, List<String> notReady) {
        List<String> missing = new ArrayList<>();
        switch (state) {
            case STARTING -> missing.add("the gateway still starts");
            case STOPPING -> missing.add("the gateway stops");
            case FAILED -> missing.add("the gateway could not start");
            case RUNNING -> missing.addAll(notReady);
        }
        return new Readiness(missing.isEmpty(), state, List.copyOf(missing));
    }
}
