package io.bighammer.core.config;

/**
 * An entry of {@code plugins.json}.
 *
 * @param global whether it runs on every route, before the route's own plugins
 */
public record PluginEntry(Place place, String name, boolean enabled, boolean global, Settings settings) {}
