package io.bighammer.core.life;

/**
 * Why a plugin that routes name cannot serve them; they answer 503.
 *
 * @param reason for people, with the place that names the plugin
 */
record Fault(String plugin, String reason) {}
