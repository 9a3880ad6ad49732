package io.bighammer.testing;

import io.bighammer.api.Attribute;
import io.bighammer.api.Context;
import io.bighammer.api.Outcome;
import io.bighammer.api.PluginConfig;
import io.bighammer.api.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One request in memory. The test plays the gateway: it calls the plugin's methods, then {@link #end}. */
public final class TestContext implements Context {
    private final Map<Attribute<?>, Object> attributes = new HashMap<>();
    private final List<Consumer<Outcome>> listeners = new ArrayList<>();
    private final TestRequest request;
    private final PluginConfig config;
    private TestResponse response = new TestResponse();
    private boolean answered;

    public TestContext(TestRequest request, PluginConfig config) {
        this.request = request;
        this.config = config;
    }

    /** Ends the request: calls what waits for it. */
    public void end(Outcome outcome) {
        listeners.forEach(listener -> listener.accept(outcome));
        listeners.clear();
    }

    /** Whether a plugin has answered by itself. */
    public boolean answered() {
        return answered;
    }

    @Override
    public TestRequest request() {
        return request;
    }

    @Override
    public TestResponse response() {
        return response;
    }

    @Override
    public PluginConfig config() {
        return config;
    }

    @Override
    public Response answer(int status) {
        answered = true;
        response = new TestResponse();
        return response.status(status);
    }

    @Override
    public <T> Optional<T> attribute(Attribute<T> key) {
        return Optional.ofNullable(attributes.get(key)).map(key.type()::cast);
    }

    @Override
    public <T> void attribute(Attribute<T> key, T value) {
        attributes.put(key, value);
    }

    @Override
    public void onEnd(Consumer<Outcome> listener) {
        listeners.add(listener);
    }
}
