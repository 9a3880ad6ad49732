package io.bighammer.core.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.core.plugin.TestJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void makeAHome() throws IOException {
        config("config", "{}");
        config("router", "{\"routes\": [\n{\"path\": \"/a\", \"plugins\": [\"auth\", \"logger\"]}]}");
        config("plugins", "{\"plugins\": []}");
        config("services", "{\"services\": []}");
        Files.createDirectory(home.resolve("plugins"));
    }

    @Test
    void aGoodConfigurationIsSaidToBeGood() throws IOException {
        plugin("auth");
        plugin("logger");

        assertEquals(0, check(home.toString()));
        assertEquals("The configuration is good: 1 route, 0 services, 2 plugins, 0 warnings\n", said());
    }

    @Test
    void aPluginWithoutAJarIsAnError() throws IOException {
        plugin("auth");
        config("plugins", "{\"plugins\": [\n{\"name\": \"ratelimit\", \"global\": true}]}");

        assertEquals(1, check(home.toString()));
        assertEquals("""
                config/router.json:2: routes[0].plugins[1]: no jar in plugins is the plugin logger (there: auth); a gateway started like this answers 503 on this route
                config/plugins.json:2: plugins[0]: no jar in plugins is the plugin ratelimit (there: auth); a gateway started like this answers 503 on all routes
                2 errors
                """, said());
    }

    @Test
    void anEntryOfAPluginThatNobodyHasIsAWarning() throws IOException {
        plugin("auth");
        plugin("logger");
        config("plugins", "{\"plugins\": [\n{\"name\": \"loger\", \"config\": {}}]}");

        assertEquals(0, check(home.toString()));
        assertEquals("""
                warning: config/plugins.json:2: plugins[0]: loger is on no route; name it in a route's plugins, or set "global": true
                warning: config/plugins.json:2: plugins[0]: no jar in plugins is the plugin loger; did you mean "logger"?
                The configuration is good: 1 route, 0 services, 2 plugins, 2 warnings
                """, said());
    }

    @Test
    void aPluginThatIsSwitchedOffNeedsNoJar() throws IOException {
        plugin("auth");
        config("plugins", "{\"plugins\": [\n{\"name\": \"logger\", \"enabled\": false}]}");

        assertEquals(0, check(home.toString()));
        assertEquals("""
                warning: config/router.json:2: routes[0].plugins[1]: logger is switched off in config/plugins.json:2; this route runs without it
                The configuration is good: 1 route, 0 services, 1 plugin, 1 warning
                """, said());
    }

    @Test
    void aHalfCopiedJarIsAnError() throws IOException {
        plugin("auth");
        plugin("logger");
        Files.writeString(home.resolve("plugins/half.jar"), "PK");

        assertEquals(1, check(home.toString()));
        assertEquals("""
                plugins/half.jar: not a whole jar; copy it again (its end is missing)
                1 error
                """, said());
    }

    @Test
    void ofAPluginWhoseJarIsSpoiltOnlyTheNextStartIsSpokenOf() throws IOException {
        plugin("auth");
        Files.writeString(home.resolve("plugins/logger.jar"), "PK");

        assertEquals(1, check(home.toString()));
        assertEquals("""
                plugins/logger.jar: not a whole jar; copy it again (its end is missing)
                config/router.json:2: routes[0].plugins[1]: no jar in plugins is the plugin logger (there: auth); a gateway started like this answers 503 on this route
                2 errors
                """, said());
    }

    @Test
    void whatTheGatewayWouldRefuseIsAnError() throws IOException {
        plugin("auth");
        plugin("logger");
        TestJar.plugin("auth").writeTo(home.resolve("plugins/second.jar"));
        TestJar.plugin("x").header("Import-Package", "io.bighammer.spi").writeTo(home.resolve("plugins/x.jar"));

        assertEquals(1, check(home.toString()));
        assertEquals("""
                plugins/second.jar: plugin auth is already in auth.jar; remove one of the two
                plugins/x.jar: imports io.bighammer.spi; of BigHammer a plugin imports io.bighammer.api only
                2 errors
                """, said());
    }

    private static final String SCHEMA = """
            {"type": "object",
             "properties": {"rate": {"$ref": "#/$defs/int"}, "per": {"$ref": "#/$defs/duration", "default": "1s"}},
             "required": ["rate"]}
            """;

    @Test
    void settingsThatAPluginWouldRefuseAreErrors() throws IOException {
        plugin("auth");
        TestJar.plugin("logger")
                .entry("META-INF/bighammer/settings.schema.json", SCHEMA)
                .writeTo(home.resolve("plugins/logger.jar"));
        config("router", """
                {"routes": [
                    {"path": "/a", "plugins": ["logger"]},
                    {"path": "/b", "plugins": ["logger",
                        {"name": "logger", "config": {"rate": "5", "pre": "2s"}}]}]}
                """);
        config("plugins", """
                {"plugins": [
                    {"name": "logger",
                     "config": {
                        "per": "long"}},
                    {"name": "auth", "enabled": false}]}
                """);

        assertEquals(1, check(home.toString()));
        assertEquals("""
                config/router.json:4: routes[1].plugins[1].config.rate: must be a whole number from -2147483648 to 2147483647, not "5"
                config/router.json:4: routes[1].plugins[1].config.pre: unknown key; did you mean "per"?
                config/plugins.json:3: plugins[0].config.rate: is missing
                config/plugins.json:4: plugins[0].config.per: must be a time from 1ms to 24h, like "30s", "500ms" or a number of seconds, not "long"
                4 errors
                """, said());
    }

    @Test
    void aPluginThatNeedsSettingsAndHasNoneIsAnError() throws IOException {
        plugin("auth");
        TestJar.plugin("logger")
                .entry("META-INF/bighammer/settings.schema.json", SCHEMA)
                .writeTo(home.resolve("plugins/logger.jar"));

        assertEquals(1, check(home.toString()));
        assertEquals("""
                config/router.json:2: routes[0].plugins[1].config.rate: is missing; the plugin has no entry in plugins.json: give it one with "config", or write {"name": …, "config": …} here
                1 error
                """, said());
    }

    @Test
    void aPluginThatNeedsSettingsAndHasAnEntryWithoutThemIsAnError() throws IOException {
        plugin("auth");
        TestJar.plugin("logger")
                .entry("META-INF/bighammer/settings.schema.json", SCHEMA)
                .writeTo(home.resolve("plugins/logger.jar"));
        config("plugins", "{\"plugins\": [\n{\"name\": \"logger\"}]}");

        assertEquals(1, check(home.toString()));
        assertEquals("""
                config/plugins.json:2: plugins[0].config.rate: is missing
                1 error
                """, said());
    }

    @Test
    void aPluginThatIsSwitchedOffMayHaveAnySettings() throws IOException {
        plugin("auth");
        TestJar.plugin("logger")
                .entry("META-INF/bighammer/settings.schema.json", SCHEMA)
                .writeTo(home.resolve("plugins/logger.jar"));
        config(
                "router",
                "{\"routes\": [{\"path\": \"/a\", \"plugins\": [{\"name\": \"logger\", \"config\": {\"x\": 1}}]}]}");
        config("plugins", "{\"plugins\": [{\"name\": \"logger\", \"enabled\": false, \"config\": {\"x\": 1}}]}");

        assertEquals(0, check(home.toString()));
    }

    @Test
    void settingsWithoutASchemaAreSaidToBeCheckedLater() throws IOException {
        plugin("auth");
        TestJar.plugin("logger")
                .entry("META-INF/bighammer/settings.schema.json", "{")
                .writeTo(home.resolve("plugins/logger.jar"));
        config("plugins", """
                {"plugins": [
                    {"name": "auth", "config": {"x": 1}},
                    {"name": "logger", "config": {"x": 1}}]}
                """);

        assertEquals(0, check(home.toString()));
        assertEquals("""
                warning: config/plugins.json:2: plugins[0].config: auth.jar has no schema, so these settings are checked only when the plugin starts; its author adds one with @PluginSettings and the annotation processor of the api
                warning: config/plugins.json:3: plugins[1].config: logger.jar has a schema that cannot be used, for it is not JSON, so these settings are checked only when the plugin starts; its author adds one with @PluginSettings and the annotation processor of the api
                The configuration is good: 1 route, 0 services, 2 plugins, 2 warnings
                """, said());
    }

    @Test
    void everyErrorIsPrinted() throws IOException {
        config("router", "{\"routes\": [\n{\"path\": \"a\", \"方法\": 1, \"handler\": \"x\"}]}");

        assertEquals(1, check(home.toString()));
        assertEquals(3, said().lines().count());
        assertEquals(
                "config/router.json:2: routes[0].path: must begin with \"/\"",
                said().lines().findFirst().orElseThrow());
    }

    @Test
    void anotherFolderIsCheckedInsteadOfConfig(@TempDir Path other) throws IOException {
        plugin("auth");
        plugin("logger");
        for (String name : new String[] {"config", "plugins", "services"}) {
            Files.copy(home.resolve("config/" + name + ".json"), other.resolve(name + ".json"));
        }
        Files.writeString(other.resolve("router.json"), "{}");

        assertEquals(1, check(home.toString(), other.toString()));
        assertEquals(
                other + "/router.json:1: routes: is missing",
                said().lines().findFirst().orElseThrow());
    }

    @Test
    void withoutAHomeItSaysHowItIsCalled() {
        assertEquals(2, check());
        assertEquals("Usage: Check HOME [FOLDER]\n", said());
    }

    private int check(String... args) {
        return new Check(new PrintStream(out, true, StandardCharsets.UTF_8)).run(args);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private void config(String name, String json) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("config")).resolve(name + ".json"), json);
    }

    private void plugin(String name) throws IOException {
        TestJar.plugin(name).writeTo(home.resolve("plugins/" + name + ".jar"));
    }
}
