package io.bighammer.api;

import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One request with its response, as one plugin instance sees it. Valid until {@link #onEnd}; used by one thread at a time.
 */
@ProviderType
public interface Context {

    Request request();

    Response response();

    /** The settings of the plugin that looks at it. */
    PluginConfig config();

    /**
     * Answers by itself, which ends the way in. Whatever the response held is dropped. To refuse a request, throw a
     * {@link ProblemException} instead: every door renders it in its own form.
     *
     * @param status an HTTP status from 200 to 599
     * @return the response, to set headers and a body
     */
    Response answer(int status);

    /** What an earlier plugin, or this one, left here for the others. */
    <T> Optional<T> attribute(Attribute<T> key);

    /** Leaves a value for the plugins that come later, on the way in or out. */
    <T> void attribute(Attribute<T> key, T value);

    /**
     * Has the listener called exactly once, when the last byte of the answer is out or can no longer get there. The place to
     * write a log line or to give back what was taken. It must not block.
     */
    void onEnd(Consumer<Outcome> listener);
}
