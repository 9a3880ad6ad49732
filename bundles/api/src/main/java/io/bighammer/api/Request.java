package io.bighammer.api;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What came in. A plugin can change its headers; the rest stays as it was received. */
@ProviderType
public interface Request {

    /** The id that goes with the request to the service and back to the client ({@code X-Request-Id}). */
    String id();

    /** Which door it came through: {@code http}, {@code websocket}, {@code tcp} or {@code socket}. */
    String door();

    /** {@code http} or {@code https}. */
    String scheme();

    /** The protocol and version, for example {@code HTTP/1.1}. */
    String protocol();

    /** Upper case, for example {@code GET}. */
    String method();

    /** The path in its one canonical spelling, decoded, without the query; it begins with {@code /}. */
    String path();

    /** The query as it was received, without the {@code ?}; empty when there is none. */
    String query();

    /** The first value of a query parameter, decoded. */
    Optional<String> queryParam(String name);

    /** What the route's {@code {name}} parts matched, decoded; {@code *} holds what a tail matched. */
    Map<String, String> pathParams();

    Headers headers();

    /** The address of the client, without the port; {@code local} on a Unix socket. */
    String client();

    /**
     * The whole body, read-only.
     *
     * @throws IllegalStateException unless {@link PluginConfig#wholeRequestBody} asked for it
     */
    ByteBuffer body();

    /** Sends the body through the filter on its way to the service. Only in {@link Plugin#handleRequest}. */
    void filterBody(BodyFilter filter);
}
