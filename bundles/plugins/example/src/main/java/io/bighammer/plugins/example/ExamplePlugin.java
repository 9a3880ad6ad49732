package io.bighammer.plugins.example;

import io.bighammer.api.Context;
import io.bighammer.api.Default;
import io.bighammer.api.NonBlocking;
import io.bighammer.api.Plugin;
import io.bighammer.api.PluginConfig;
import io.bighammer.api.PluginName;
import io.bighammer.api.PluginSettings;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** Shows a plugin at work: a header for the service on the way in, one for the client on the way out. Copy it to begin. */
@Component(scope = ServiceScope.PROTOTYPE)
@PluginName("example")
@NonBlocking
public final class ExamplePlugin implements Plugin {

    /** @param key what both headers say; visible ASCII */
    @PluginSettings
    record Settings(@Default("value") String key) {
        Settings {
            if (!key.matches("[!-~]+")) {
                throw new IllegalArgumentException(
                        "\"key\" goes into a header: give it visible ASCII characters, no space");
            }
        }
    }

    private Settings settings;

    @Override
    public void init(PluginConfig config) {
        settings = config.as(Settings.class);
    }

    @Override
    public void handleRequest(Context context) {
        context.request().headers().set("X-Example-Key", settings.key());
    }

    @Override
    public void handleResponse(Context context) {
        context.response().headers().set("X-Example", settings.key());
    }
}
