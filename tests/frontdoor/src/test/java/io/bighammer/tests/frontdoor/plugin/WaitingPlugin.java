package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Plugin;
import java.util.concurrent.Callable;

/** Needs a service that nobody offers. */
public final class WaitingPlugin implements Plugin {

    public void take(Callable<?> never) {
        throw new IllegalStateException("nobody offers this: " + never);
    }
}
