package io.bighammer.core.plugin;

/**
 * What the calls of a plugin came to.
 *
 * @param calls of handleRequest and handleResponse
 * @param errors calls that threw something else than a problem
 * @param nanos time in all of them
 */
public record PluginFigures(long calls, long errors, long nanos) {}
