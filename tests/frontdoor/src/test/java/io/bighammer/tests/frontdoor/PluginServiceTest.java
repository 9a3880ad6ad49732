package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.api.Store;
import io.bighammer.tests.frontdoor.plugin.CountingPlugin;
import io.bighammer.tests.frontdoor.plugin.WaitingPlugin;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plugins that need services of others. */
@ExtendWith(InstallationParameter.class)
final class PluginServiceTest {
    private static final String ROUTES = """
            {"routes": [{"path": "/", "handler": "example", "plugins": ["moon"]}]}
            """;

    @Test
    void whatAPluginStoresIsThereAfterTheNextStart(Installation bighammer) {
        PluginBundle.of("moon", CountingPlugin.class, Store.class).writeTo(bighammer.file("plugins/moon.jar"));
        bighammer.write("config/router.json", ROUTES);
        bighammer.start();
        assertEquals(Optional.of("1"), visits(bighammer));
        assertEquals(Optional.of("2"), visits(bighammer));

        bighammer.stop();
        bighammer.start();

        assertEquals(Optional.of("3"), visits(bighammer));
    }

    private static Optional<String> visits(Installation bighammer) {
        HttpResponse<String> answer = bighammer.client().get("/");
        assertEquals(200, answer.statusCode(), answer::body);
        return answer.headers().firstValue("X-Visits");
    }

    @Test
    void aPluginThatWaitsForAServiceSaysForWhich(Installation bighammer) {
        PluginBundle.of("moon", WaitingPlugin.class, Callable.class).writeTo(bighammer.file("plugins/moon.jar"));
        bighammer.write("config/router.json", ROUTES);

        bighammer.start().says("WARN", "plugin moon", "it waits for a service java.util.concurrent.Callable");

        assertEquals(503, bighammer.client().get("/").statusCode());
    }
}
