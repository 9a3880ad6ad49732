package io.bighammer.core.way;

import io.bighammer.api.Attribute;
import io.bighammer.api.Context;
import io.bighammer.api.Outcome;
import io.bighammer.api.PluginConfig;
import io.bighammer.api.Request;
import io.bighammer.api.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What plugins see of a request, and who wants to hear of its end. Only {@link #cancel} may come from another thread. */
public final class RequestContext implements Context {
    private static final Logger log = LoggerFactory.getLogger(RequestContext.class);
    private static final Runnable CANCELLED = () -> {};

    private final RequestView request;
    private final ResponseView response;
    private List<Held<?>> attributes = List.of();
    private List<Consumer<Outcome>> endListeners = List.of();
    private PluginConfig config;
    private boolean answered;
    private boolean outwards;
    private final AtomicReference<Runnable> cancelListener = new AtomicReference<>();

    private record Held<T>(Attribute<T> key, T value) {}

    RequestContext(RequestView request, ResponseView response) {
        this.request = request;
        this.response = response;
    }

    /** From now on it is this plugin's settings that {@link #config} gives. */
    public void enter(PluginConfig settings) {
        config = settings;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Response response() {
        return response;
    }

    @Override
    public PluginConfig config() {
        return config;
    }

    @Override
    public Response answer(int status) {
        if (outwards) {
            throw new IllegalStateException("answer() belongs into handleRequest; in handleResponse change response()");
        }
        answered = true;
        response.clear();
        return response.status(status);
    }

    @Override
    public <T> Optional<T> attribute(Attribute<T> key) {
        for (Held<?> held : attributes) {
            if (held.key.equals(key)) {
                return Optional.of(key.type().cast(held.value));
            }
        }
        return Optional.empty();
    }

    @Override
    public <T> void attribute(Attribute<T> key, T value) {
        if (attributes.isEmpty()) {
            attributes = new ArrayList<>(2);
        }
        attributes.removeIf(held -> held.key.equals(key));
        attributes.add(new Held<>(key, key.type().cast(value)));
    }

    @Override
    public void onEnd(Consumer<Outcome> listener) {
        if (endListeners.isEmpty()) {
            endListeners = new ArrayList<>(2);
        }
        endListeners.add(listener);
    }

    boolean isAnswered() {
        return answered;
    }

    /** The way in is over: no more answers, request filters or listeners for the way in. */
    void turn() {
        outwards = true;
        request.turn();
    }

    /** Calls the listener, once at most, when nobody waits for the answer any more. The last one set counts. */
    public void onCancel(Runnable listener) {
        Runnable before = cancelListener.getAndUpdate(now -> now == CANCELLED ? CANCELLED : listener);
        if (before == CANCELLED) {
            listener.run();
        }
    }

    /** Nobody waits for the answer any more. */
    void cancel() {
        Runnable listener = cancelListener.getAndSet(CANCELLED);
        if (listener != null) {
            listener.run();
        }
    }

    boolean isCancelled() {
        return cancelListener.get() == CANCELLED;
    }

    void end(Outcome outcome) {
        for (Consumer<Outcome> listener : endListeners) {
            try {
                listener.accept(outcome);
            } catch (RuntimeException e) {
                log.error("{}: a plugin's onEnd listener failed", request.id(), e);
            }
        }
    }
}
