package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Plugin;
import io.bighammer.api.PluginConfig;

/** A plugin that cannot be initialised. */
public final class RefusingPlugin implements Plugin {

    @Override
    public void init(PluginConfig config) {
        throw new IllegalStateException("the moon is not full");
    }
}
