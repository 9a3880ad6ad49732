package io.bighammer.plugins.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bighammer.plugins.example.ExamplePlugin.Settings;
import io.bighammer.testing.TestConfig;
import io.bighammer.testing.TestContext;
import io.bighammer.testing.TestRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExamplePluginTest {

    @Test
    void bothHeadersSayWhatIsSet() {
        TestContext context = runThrough(new Settings("hello"));

        assertEquals(Optional.of("hello"), context.request().headers().first("X-Example-Key"));
        assertEquals(Optional.of("hello"), context.response().headers().first("X-Example"));
    }

    @Test
    void aKeyThatNoHeaderCanCarryIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Settings("two\nlines"));
    }

    private static TestContext runThrough(Settings settings) {
        ExamplePlugin plugin = new ExamplePlugin();
        TestConfig config = new TestConfig(settings);
        TestContext context = new TestContext(TestRequest.get("/"), config);
        plugin.init(config);
        plugin.handleRequest(context);
        plugin.handleResponse(context);
        return context;
    }
}
