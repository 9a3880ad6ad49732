package io.bighammer.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.osgi.annotation.versioning.ProviderType;

/** What goes out. */
@ProviderType
public interface Response {

    int status();

    /** Changes the status, 200 to 599. */
    Response status(int status);

    Headers headers();

    /**
     * The whole body, read-only.
     *
     * @throws IllegalStateException unless {@link PluginConfig#wholeResponseBody} asked for it
     */
    ByteBuffer body();

    /** Puts this body in the place of the one that there was. */
    Response body(ByteBuffer body);

    /** The same for a text, in UTF-8. Does not set {@code Content-Type}. */
    default Response body(String text) {
        return body(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Sends the body through the filter on its way to the client, after the filters of the plugins that are nearer to
     * the service. Only in {@link Plugin#handleResponse}.
     */
    void filterBody(BodyFilter filter);
}
