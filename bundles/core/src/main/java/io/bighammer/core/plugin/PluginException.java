package io.bighammer.core.plugin;

/** A plugin that cannot be used; the message says why, for the operator. */
public final class PluginException extends Exception {
    private static final long serialVersionUID = 1L;

    PluginException(String message) {
        super(message);
    }

    PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
