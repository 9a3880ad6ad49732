package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Plugin;
import io.bighammer.api.PluginConfig;

/** A plugin that takes other settings than those that it gets. */
public final class PickyPlugin implements Plugin {

    record Settings(String colour) {}

    @Override
    public void init(PluginConfig config) {
        config.as(Settings.class);
    }
}
