package io.bighammer.core.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.ConfigurationReader;
import io.bighammer.core.config.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferenceTest {

    @TempDir
    Path home;

    private final Map<String, String> environment = new ConcurrentHashMap<>(Map.of("KEY", "one"));

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/shop.php"), "");
        write("config", "{\"database_url\": \"postgres://me:secret@db/shop\"}");
        write("router", """
                {"routes": [
                    {"path": "/a", "method": "GET", "handler": "shop", "plugins": ["auth"]},
                    {"path": "/b", "host": "example.com", "handler": "shop"}
                ]}""");
        write("plugins", """
                {"plugins": [
                    {"name": "auth", "global": true, "config": {"keys": {"app": "${env:KEY}"}, "limit": 5}},
                    {"name": "logger", "global": true}
                ]}""");
        write("services", """
                {"services": [
                    {"name": "shop", "path": "/config/shop.php", "env": {"SECRET": "one"}}
                ]}""");
    }

    @Test
    void theSameFilesDifferInNothing() {
        assertEquals(List.of(), Difference.between(read(), read()));
    }

    @Test
    void theSameWrittenInAnotherWayIsNoDifference() throws IOException {
        Configuration running = read();
        write("config", """
                {

                    "database_url": "postgres://me:secret@db/shop",
                    "ports": {"http_port": "8080"},
                    "limits": {"idle_timeout": "1m", "max_header_size": 16384}
                }""");

        assertEquals(List.of(), Difference.between(running, read()));
    }

    @Test
    void changedKeysAreNamedWithTheirLine() throws IOException {
        Configuration running = read();
        write("config", """
                {
                    "database_url": "postgres://me:other@db/shop",
                    "ports": {
                        "http_port": 9090
                    },
                    "limits": {"idle_timeout": "1500ms"},
                    "bussiness_main_path": "/config/shop.php"
                }""");

        assertEquals(
                List.of(
                        "~ config/config.json:7: bussiness_main_path: none → /config/shop.php",
                        "~ config/config.json:2: database_url: *** → *** (with ./duang.sh restart)",
                        "~ config/config.json:4: ports.http_port: 8080 → 9090",
                        "~ config/config.json:6: limits.idle_timeout: 60s → 1500ms",
                        "+ config/services.json: main"),
                Difference.between(running, read()));
    }

    @Test
    void routesAreKnownByWhatTheyMatch() throws IOException {
        Configuration running = read();
        write("router", """
                {"routes": [
                    {"path": "/c", "methods": ["PUT", "GET"], "headers": {"X-V": "1"}, "priority": 3, "handler": "shop"},
                    {"path": "/a", "method": "GET", "handler": "shop.other", "timeout": "5s",
                     "plugins": [{"name": "auth", "config": {"limit": 9}}, "logger"]}
                ]}""");

        assertEquals(
                List.of(
                        "- config/router.json: example.com/b",
                        "+ config/router.json:2: GET,PUT /c with X-V priority 3",
                        "~ config/router.json:3: GET /a: handler: shop → shop.other",
                        "~ config/router.json:3: GET /a: plugins: auth → auth, logger",
                        "~ config/router.json:3: GET /a: plugins.auth.config.limit: none → 9",
                        "~ config/router.json:3: GET /a: timeout: none → 5s"),
                Difference.between(running, read()));
    }

    @Test
    void ofTextsInSettingsItIsShownOnlyThatTheyDiffer() throws IOException {
        Configuration running = read();
        environment.put("KEY", "two");
        write("plugins", """
                {"plugins": [
                    {"name": "logger", "global": true, "config": {"format": "combined"}},
                    {"name": "auth", "global": true, "config": {"keys": {"app": "${env:KEY}"}, "limit": 7}},
                    {"name": "ratelimit", "enabled": false}
                ]}""");

        assertEquals(
                List.of(
                        "~ config/plugins.json:2: logger: config.format: none → ***",
                        "~ config/plugins.json:3: auth: config.keys.app: *** → ***",
                        "~ config/plugins.json:3: auth: config.limit: 5 → 7",
                        "+ config/plugins.json:4: ratelimit",
                        "~ config/plugins.json: the order of the global plugins: auth, logger → logger, auth"),
                Difference.between(running, read()));
    }

    @Test
    void aServiceThatIsSwitchedOffIsOneThatIsGone() throws IOException {
        Configuration running = read();
        write("services", """
                {"services": [
                    {"name": "shop", "enabled": false, "path": "/config/shop.php"},
                    {"name": "pay", "path": "/config/shop.php"}
                ]}""");

        assertEquals(
                List.of("- config/services.json: shop", "+ config/services.json: pay"),
                Difference.between(running, read()));
    }

    @Test
    void aServicesSecretsAreMasked() throws IOException {
        Configuration running = read();
        write("services", """
                {"services": [
                    {"name": "shop", "path": "/config/shop.php", "env": {"SECRET": "two"}, "instances": 3,
                     "token": "0123456789abcdef"}
                ]}""");

        assertEquals(
                List.of(
                        "~ config/services.json: shop: instances: 1 → 3",
                        "~ config/services.json: shop: env.SECRET: *** → ***",
                        "~ config/services.json: shop: token: none → ***"),
                Difference.between(running, read()));
    }

    @Test
    void whatWasFilledInIsMaskedOnEitherSide() throws IOException {
        environment.putAll(Map.of("PORT", "9090", "TIME", "7s"));
        write("config", """
                {"database_url": "postgres://me:secret@db/shop", "ports": {"http_port": "${env:PORT}", "tcp_port": 1}}""");
        write("router", """
                {"routes": [
                    {"path": "/a", "method": "GET", "handler": "shop", "plugins": ["auth"], "timeout": "${env:TIME}"},
                    {"path": "/b", "host": "example.com", "handler": "shop"}
                ]}""");
        write("services", """
                {"services": [
                    {"name": "shop", "path": "/config/shop.php", "env": {"SECRET": "one"}, "command": ["php", "${env:KEY}"]}
                ]}""");
        Configuration running = read();
        write("config", """
                {"database_url": "postgres://me:secret@db/shop", "ports": {"http_port": 9091, "tcp_port": "${env:PORT}"}}""");
        environment.put("KEY", "two");
        environment.put("TIME", "8s");

        assertEquals(
                List.of(
                        "~ config/config.json:1: ports.http_port: *** → 9091",
                        "~ config/config.json:1: ports.tcp_port: 1 → ***",
                        "~ config/router.json:2: GET /a: timeout: *** → ***",
                        "~ config/plugins.json:2: auth: config.keys.app: *** → ***",
                        "~ config/services.json: shop: command: *** → ***"),
                Difference.between(running, read()));
    }

    private void write(String name, String json) throws IOException {
        Files.writeString(home.resolve("config").resolve(name + ".json"), json);
    }

    private Configuration read() {
        return new ConfigurationReader(Home.of(home), name -> Optional.ofNullable(environment.get(name))).read();
    }
}
