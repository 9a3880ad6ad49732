package io.bighammer.api;

import org.osgi.annotation.versioning.ProviderType;

/** The settings of one plugin instance, and what it asks of the gateway while it is initialised. */
@ProviderType
public interface PluginConfig {

    /** The plugin's name. */
    String name();

    /**
     * Binds the settings to a record, strictly: an unknown key, an ill-typed value or a missing one is an error that names
     * file, line and key. A key that is absent has what {@link Default} says, or is an empty {@link java.util.Optional};
     * for any other component it is required. The record's compact constructor may refuse values with an
     * {@link IllegalArgumentException} whose message is for the operator.
     *
     * @param type a record whose components are named like the keys, {@code maxKeys} for {@code max_keys}; with
     *     {@link PluginSettings} it has a JSON Schema in the plugin's jar
     * @throws IllegalArgumentException when the settings do not fit
     */
    <T extends Record> T as(Class<T> type);

    /**
     * Asks for the whole body of each request, so that {@link Request#body} has it when {@link Plugin#handleRequest} is
     * called. Only in {@link Plugin#init}.
     *
     * @param maxBytes a larger body is refused with 413
     */
    void wholeRequestBody(int maxBytes);

    /**
     * Asks for the whole body of each response, so that {@link Response#body} has it when {@link Plugin#handleResponse} is
     * called. Only in {@link Plugin#init}.
     *
     * @param maxBytes a larger body turns the answer into a 502
     */
    void wholeResponseBody(int maxBytes);

    /**
     * Tells the operator something about these settings that he should know though it is no error: it is logged as a
     * warning, and shown by start and status for as long as this instance is in use. Only in {@link Plugin#init}.
     *
     * @param message what is wrong and what to do; may have several lines
     */
    void warn(String message);
}
