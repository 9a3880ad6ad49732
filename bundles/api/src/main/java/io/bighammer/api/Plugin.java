package io.bighammer.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A step in the way of a request.
 *
 * <p>A plugin is one Declarative Services component of prototype scope that carries {@link PluginName}. The gateway
 * makes one instance for each use with its own settings; an instance serves many requests at once, so its fields are
 * final after {@link #init} or safe for concurrent use.
 */
@ConsumerType
public interface Plugin {

    /**
     * Called once, before the first request. An exception means that this instance is not used, and its routes answer
     * 503 until it is mended; a running older instance stays in place.
     *
     * @param config the settings of this instance, and what it asks of the gateway; at most 10 seconds
     */
    default void init(PluginConfig config) throws Exception {}

    /**
     * Called on the way in, in the order of the route's {@code plugins}. {@link Context#answer} ends the way in: no
     * later plugin and no service sees the request. A {@link ProblemException} refuses it; any other exception is a 500.
     */
    default void handleRequest(Context context) throws Exception {}

    /**
     * Called on the way out, in reverse order, for each plugin whose {@link #handleRequest} returned, whoever made the
     * answer: the service, a plugin or the gateway itself. The head of the answer can still be changed.
     */
    default void handleResponse(Context context) throws Exception {}

    /** Called once, after the last request through this instance has ended. */
    default void close() throws Exception {}
}
