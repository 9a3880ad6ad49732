package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Plugin;

/** A plugin of which there can be no instance. */
public final class UnmakeablePlugin implements Plugin {

    public UnmakeablePlugin() {
        throw new IllegalStateException("there is no moon today");
    }
}
