package io.bighammer.core.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.ConfigurationReader;
import io.bighammer.core.config.HandlerTarget;
import io.bighammer.core.config.Home;
import io.bighammer.core.config.RouteConfig;
import io.bighammer.core.plugin.MissingPlugin;
import io.bighammer.core.route.RouteTable;
import io.bighammer.core.way.Chain;
import io.bighammer.core.way.Generation;
import io.bighammer.core.way.PluginTarget;
import io.bighammer.core.way.Route;
import io.bighammer.core.way.RouteFigures;
import io.bighammer.core.way.ServiceTarget;
import io.bighammer.core.way.Step;
import io.bighammer.core.way.Target;
import io.bighammer.core.websocket.SocketTarget;
import io.bighammer.spi.Handshake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {
    private static final Chain NO_PLUGINS = new Chain(List.of(), Runnable::run);

    @TempDir
    Path home;

    private InForce now;

    @BeforeEach
    void configure() throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.createDirectories(home.resolve("plugins"));
        Files.writeString(home.resolve("users.php"), "<?php");
        Files.writeString(home.resolve("config/key"), "a-secret");
        write("config.json", "{}");
        write("services.json", """
                {"services": [{"name": "users", "path": "/users.php"}, {"name": "gone", "path": "/gone.php"}]}""");
        write("plugins.json", """
                {"plugins": [{"name": "off", "enabled": false}]}""");
        write("router.json", """
                {"routes": [
                  {"path": "/users/{id}", "method": "GET", "handler": "users_handler", "plugins": ["auth", "off"]},
                  {"path": "/users/{id}", "method": "POST", "handler": "users.create"},
                  {"path": "/users/*", "handler": "users"},
                  {"path": "/users/{id}", "host": "a.example", "method": "GET", "handler": "users"},
                  {"path": "/users/{id}", "headers": {"X-Version": "2"}, "method": "GET", "handler": "users"},
                  {"path": "/users/7", "priority": -1, "handler": "users"},
                  {"path": "/gone", "handler": "gone"},
                  {"path": "/page", "method": "GET", "plugins": ["auth"]},
                  {"path": "/key", "headers": {"X-Key": "${file:/config/key}", "X-Version": "2"}, "handler": "users"},
                  {"path": "/chat", "method": "WS", "handler": "users"}]}""");
        Configuration configuration = new ConfigurationReader(Home.of(home)).read();
        Chain auth = new Chain(List.<Step>of(new MissingPlugin("auth", "no jar holds it")), Runnable::run);
        List<RouteTable.Entry<Route>> routes = configuration.routes().stream()
                .map(route -> new RouteTable.Entry<>(
                        route.conditions(),
                        new Route(
                                route.plugins().isEmpty() ? NO_PLUGINS : auth,
                                target(configuration, route),
                                new RouteFigures())))
                .toList();
        Generation generation =
                new Generation(1, RouteTable.of(routes), Set.of(auth), NO_PLUGINS, new RouteFigures(), 0);
        now = new InForce(configuration, generation, List.of(), List.of());
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(home.resolve("config").resolve(file), text);
    }

    private static Target target(Configuration configuration, RouteConfig route) {
        if (route.handler().isEmpty()) {
            return new PluginTarget();
        }
        HandlerTarget target = configuration.target(route.handler().get());
        ServiceTarget service = new ServiceTarget(
                null, target.service(), route.handler().get(), target.method(), Duration.ofMillis(1500), false);
        return route.conditions().methods().contains(Handshake.METHOD)
                ? new SocketTarget(service, route.conditions().path().text(), route.origins(), List.of(), null)
                : service;
    }

    private String explain(String... words) {
        return Explanation.of(now, Asked.parse(List.of(words)));
    }

    @Test
    void itTellsTheRouteThePluginsTheServiceAndWhyNotAnother() {
        assertEquals("""
                GET //b.example/users/7
                route     config/router.json:2  /users/{id}
                param     id = 7
                plugin 1  auth: 503, no jar holds it
                left out  off: disabled in config/plugins.json:1: plugins[0]
                service   users, method handle, for the handler users_handler, within 1.5 s
                other routes with that path
                  config/router.json:3  /users/{id}  does not take GET, but POST
                  config/router.json:4  /users/*     has the less exact path
                  config/router.json:5  /users/{id}  is for the host a.example
                  config/router.json:6  /users/{id}  wants the headers {X-Version=2}
                  config/router.json:7  /users/7     has the lower priority, -1 against 0""", explain("get", "http://b.example:8080/users/7?x=1"));
    }

    @Test
    void hostHeadersAndMethodDecideInThisOrder() {
        assertEquals("config/router.json:5", route(explain("GET", "/users/8", "Host: a.example", "X-Version: 2")));
        assertEquals("config/router.json:6", route(explain("GET", "/users/8", "x-version: 2")));
        assertEquals("config/router.json:3", route(explain("POST", "/users/8")));
        String versions = explain("GET", "/users/8", "Host: a.example", "X-Version: 2");
        assertEquals("names no host", reason(versions, 6));
        assertEquals("names no host", reason(versions, 2));
        assertEquals("names fewer headers", reason(explain("GET", "/users/8", "X-Version: 2"), 2));
    }

    @Test
    void aSecretHeaderIsMasked() {
        assertTrue(
                explain("GET", "/key").endsWith("wants the headers {X-Key=***, X-Version=2}"),
                () -> explain("GET", "/key"));
    }

    private static String route(String explanation) {
        return explanation.lines().skip(1).findFirst().orElseThrow().split(" +")[1];
    }

    private static String reason(String explanation, int line) {
        return explanation
                .lines()
                .filter(each -> each.startsWith("  config/router.json:" + line + " "))
                .map(each -> each.strip().split(" {2,}")[2])
                .findFirst()
                .orElse("");
    }

    @Test
    void whatIsNotServedIsTold() {
        assertEquals("""
                GET /nowhere
                route    none: 404
                plugins  none""", explain("GET", "/nowhere"));
        assertEquals("""
                POST /page
                route    none: 405, Allow: GET, HEAD, OPTIONS
                plugins  none
                other routes with that path
                  config/router.json:9  /page  does not take POST, but GET""", explain("POST", "/page"));
    }

    @Test
    void aPathForWebSocketsIsToldAsSuch() {
        assertEquals("""
                GET /chat
                route    none: 426, it is for WebSockets only
                plugins  none
                other routes with that path
                  config/router.json:11  /chat  does not take GET, but WS""", explain("GET", "/chat"));
        assertEquals("""
                WS /chat
                route    config/router.json:11  /chat
                plugins  none
                service  users, method handle, for the handler users, within 1.5 s""", explain("WS", "/chat"));
    }

    @Test
    void aServiceThatIsNotThereAndARouteWithoutOneAreTold() {
        assertTrue(explain("GET", "/gone").contains("\nanswer   503: "), explain("GET", "/gone"));
        assertEquals(
                "service   none: a plugin answers",
                explain("HEAD", "/page").lines().reduce("", (first, last) -> last));
    }

    @Test
    void whatIsNoRequestIsRefused() {
        for (List<String> words : List.of(
                List.of("GET"), List.of("GET", "users"), List.of("GET", "/users", "no header"), List.<String>of())) {
            assertThrows(IllegalArgumentException.class, () -> Asked.parse(words), words.toString());
        }
    }
}
