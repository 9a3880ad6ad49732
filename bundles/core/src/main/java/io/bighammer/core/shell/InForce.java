package io.bighammer.core.shell;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.plugin.PluginStatus;
import io.bighammer.core.way.Generation;
import java.util.List;

/**
 * What the gateway runs with now, for a person to look at.
 *
 * @param plugins those that are there
 * @param complaints what does not work, or not as it was meant
 */
public record InForce(
        Configuration configuration, Generation generation, List<PluginStatus> plugins, List<String> complaints) {}
