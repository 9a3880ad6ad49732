package io.bighammer.core.plugin;

import io.bighammer.api.PluginConfig;
import io.bighammer.core.config.Settings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The settings of one instance; what it asks for is taken down while it is initialised and refused afterwards. */
final class InstanceConfig implements PluginConfig {
    private final String name;
    private final Settings settings;
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private int requestBodyLimit;
    private int responseBodyLimit;
    private volatile boolean settingsRead;
    private volatile boolean initialised;

    InstanceConfig(String name, Settings settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public <T extends Record> T as(Class<T> type) {
        settingsRead = true;
        return settings.bind(type);
    }

    @Override
    public void wholeRequestBody(int maxBytes) {
        requestBodyLimit = requirePositive(maxBytes);
    }

    @Override
    public void wholeResponseBody(int maxBytes) {
        responseBodyLimit = requirePositive(maxBytes);
    }

    @Override
    public void warn(String message) {
        requireInit();
        warnings.add(settings.masked(message));
    }

    private int requirePositive(int maxBytes) {
        requireInit();
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
        }
        return maxBytes;
    }

    private void requireInit() {
        if (initialised) {
            throw new IllegalStateException("only in init");
        }
    }

    void initialised() {
        if (!settingsRead && !settings.isEmpty()) {
            warnings.add(settings.place() + ": plugin " + name
                    + " reads no settings in init; what stands here may do nothing");
        }
        initialised = true;
    }

    int requestBodyLimit() {
        return requestBodyLimit;
    }

    int responseBodyLimit() {
        return responseBodyLimit;
    }

    List<String> warnings() {
        return warnings;
    }
}
