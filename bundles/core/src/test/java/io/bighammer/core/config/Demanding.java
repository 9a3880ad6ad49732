package io.bighammer.core.config;

import io.bighammer.api.PluginSettings;
import java.util.List;
import java.util.Optional;

/** Settings without defaults. */
@PluginSettings
record Demanding(String text, int count, List<Inner> inners, Optional<String> note) {

    record Inner(String name) {}
}
