package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.tests.frontdoor.plugin.RefusingPlugin;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InstallationParameter.class)
final class RefusingPluginTest {

    @Test
    void whenAPluginsInitFailsAtStartOnlyItsRoutesAreClosedAndStatusSaysWhy(Installation bighammer) {
        PluginBundle.of("moon", RefusingPlugin.class).writeTo(bighammer.file("plugins/moon.jar"));
        bighammer.write("config/router.json", """
                {"routes": [
                    {"path": "/open", "method": "GET", "handler": "example", "plugins": []},
                    {"path": "/closed", "method": "GET", "handler": "example", "plugins": ["moon"]}]}
                """);

        bighammer.start().says("WARN", "moon", "the moon is not full");

        assertEquals(200, bighammer.client().get("/open").statusCode());
        HttpResponse<String> closed = bighammer.client().get("/closed");
        assertEquals(503, closed.statusCode());
        assertTrue(closed.headers().firstValue("Retry-After").isPresent());
        assertFalse(closed.body().contains("moon"), "the client is told too much: " + closed.body());
        bighammer.duang("status").endedWith(1).says("plugin moon: init failed", "the moon is not full");
    }
}
