package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Default;
import io.bighammer.api.Plugin;
import io.bighammer.api.PluginConfig;

/** A plugin that says its key to everybody, which is told on the way. */
public final class TellingPlugin implements Plugin {

    /** @param patient whether it can be initialised */
    record Settings(String key, @Default("true") boolean patient) {
        Settings {
            if (key.endsWith("!")) {
                throw new IllegalArgumentException("\"key\": " + key + " is too loud");
            }
        }
    }

    @Override
    public void init(PluginConfig config) {
        Settings settings = config.as(Settings.class);
        if (!settings.patient()) {
            throw new IllegalStateException("nobody guesses " + settings.key());
        }
        config.warn("the key of this plugin is " + settings.key());
    }
}
