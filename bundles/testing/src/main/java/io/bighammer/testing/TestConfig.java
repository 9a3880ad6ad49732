package io.bighammer.testing;

import io.bighammer.api.PluginConfig;
import java.util.ArrayList;
import java.util.List;

/** Settings that a test hands over as the record itself, and a note of what the plugin asked for. */
public final class TestConfig implements PluginConfig {
    private final Record settings;
    private final List<String> warnings = new ArrayList<>();
    private int requestBody;
    private int responseBody;

    public TestConfig(Record settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public <T extends Record> T as(Class<T> type) {
        return type.cast(settings);
    }

    @Override
    public void wholeRequestBody(int maxBytes) {
        requestBody = maxBytes;
    }

    @Override
    public void wholeResponseBody(int maxBytes) {
        responseBody = maxBytes;
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }

    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** How large a request's body the plugin wants whole; 0 when it did not ask. */
    public int wholeRequestBody() {
        return requestBody;
    }

    /** How large a response's body the plugin wants whole; 0 when it did not ask. */
    public int wholeResponseBody() {
        return responseBody;
    }
}
