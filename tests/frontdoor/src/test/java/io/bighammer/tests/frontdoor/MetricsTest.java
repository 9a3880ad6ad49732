package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the admin door tells, after real requests to a real gateway. */
@ExtendWith(InstallationParameter.class)
final class MetricsTest {
    private static final String REQUESTS = "bighammer_requests_total";
    private static final String ROUTES = "config/router.json";
    private static final int BATCH = 100;

    @Test
    void eachRequestIsCountedForItsRouteAndForWhoAnsweredIt(Installation bighammer) {
        bighammer.write("Develop/moody.php", """
                <?php
                class MoodyService
                {
                    public function handle($request)
                    {
                        if ($request['path'] === '/moody/end') {
                            exit(9);
                        }
                        return ['status' => (int) substr($request['path'], 7), 'data' => 'ten bytes!'];
                    }
                }
                """);
        service(bighammer, "{\"name\": \"moody\", \"path\": \"/Develop/moody.php\"}");
        bighammer.replace(
                ROUTES, "\"routes\": [", "\"routes\": [{\"path\": \"/moody/{what}\", \"handler\": \"moody\"},");
        bighammer.start();
        for (String path : new String[] {
            "/moody/200", "/moody/201", "/moody/404", "/moody/500", "/api/private", "/nowhere", "/moody"
        }) {
            bighammer.client().get(path);
        }
        assertEquals(502, bighammer.client().send("POST", "/moody/end").statusCode());

        Metrics metrics = Metrics.of(bighammer);
        String route = "/moody/{what}";
        assertEquals(2, metrics.sum(REQUESTS, "route", route, "code", "2xx", "source", "service"));
        assertEquals(1, metrics.sum(REQUESTS, "route", route, "code", "4xx", "source", "service"));
        assertEquals(2, metrics.sum(REQUESTS, "route", route, "code", "5xx", "source", "service"));
        assertEquals(1, metrics.sum(REQUESTS, "route", "/api/private", "code", "4xx", "source", "plugin"));
        assertEquals(2, metrics.sum(REQUESTS, "route", "none", "code", "4xx", "source", "gateway"));
        assertEquals(8, metrics.sum(REQUESTS));
        assertEquals(5, metrics.sum("bighammer_request_seconds_count", "route", route));
        assertTrue(metrics.sum("bighammer_request_seconds_sum", "route", route) > 0);
        assertTrue(metrics.sum("bighammer_sent_bytes_total", "route", route) > 40);
        assertEquals(0, metrics.sum("bighammer_requests_in_flight"));
        assertEquals(3, metrics.sum("bighammer_service_requests_total", "service", "moody", "outcome", "answered"));
        assertEquals(1, metrics.sum("bighammer_service_requests_total", "service", "moody", "outcome", "error"));
        assertEquals(1, metrics.sum("bighammer_service_requests_total", "service", "moody", "outcome", "lost"));
        assertEquals(2, metrics.sum("bighammer_worker_errors_total", "worker", "moody#1"));
        assertEquals(1, metrics.sum("bighammer_plugin_call_seconds_count", "plugin", "logger"));
        assertTrue(metrics.sum("bighammer_door_connections", "door", "workers") >= 1);
        bighammer.duang("status").says("errors", "moody");
    }

    @Test
    void aRestartHasItsReasonAndNoCounterGoesBackwards(Installation bighammer) {
        bighammer.start();
        bighammer.client().get("/api/example");
        bighammer.workersOf("test.php").get(0).kill();
        String restarts = "bighammer_worker_restarts_total";
        Await.until(
                "the restart is counted",
                () -> Metrics.of(bighammer).sum(restarts, "worker", "main#1", "reason", "killed") == 1);
        assertEquals(1, Metrics.of(bighammer).sum(restarts));

        bighammer.replace("Develop/example_service.php", "<?php", "<?php // changed");
        Await.until(
                "the new code serves",
                () -> Metrics.of(bighammer).sum("bighammer_service_generation", "service", "example") == 2);
        bighammer.replace(ROUTES, "\"plugins\": [\"logger\"]", "\"plugins\": []");
        Await.until("the routes have changed", () -> Metrics.of(bighammer).sum("bighammer_generation") == 2);
        bighammer.client().get("/api/example");

        Metrics metrics = Metrics.of(bighammer);
        assertEquals(2, metrics.sum(REQUESTS, "route", "/api/example", "code", "2xx"));
        assertEquals(2, metrics.sum("bighammer_worker_requests_total", "service", "example"));
        assertEquals(2, metrics.sum("bighammer_service_requests_total", "service", "example"));
        assertEquals(1, metrics.sum("bighammer_service_reloads_total", "service", "example", "result", "made"));
        assertEquals(1, metrics.sum("bighammer_reloads_total", "result", "made"));
        assertEquals(1, metrics.sum("bighammer_last_reload_successful"));
    }

    @Test
    void aRefusedChangeIsCountedAndARouteThatIsGoneIsGone(Installation bighammer) {
        bighammer.start();
        String routes = bighammer.read(ROUTES);
        assertTrue(Metrics.of(bighammer).has(REQUESTS, "route", "/api/private"));

        bighammer.write(ROUTES, "{");
        Await.until(
                "it is refused", () -> Metrics.of(bighammer).sum("bighammer_reloads_total", "result", "refused") > 0);
        assertEquals(0, Metrics.of(bighammer).sum("bighammer_last_reload_successful"));
        assertEquals(200, ready(bighammer).statusCode(), "what was in force serves on");

        bighammer.write(ROUTES, routes.replace("/api/private", "/api/other"));
        Await.until("it is made", () -> Metrics.of(bighammer).sum("bighammer_last_reload_successful") == 1);
        Metrics metrics = Metrics.of(bighammer);
        assertFalse(metrics.has(REQUESTS, "route", "/api/private"));
        assertTrue(metrics.has(REQUESTS, "route", "/api/other"));
    }

    @Test
    void differentAddressesDoNotMakeItGrow(Installation bighammer) throws IOException {
        askForDifferentAddresses(bighammer, 5_000);
    }

    @Test
    @Tag("long")
    void aMillionDifferentAddressesDoNotMakeItGrow(Installation bighammer) throws IOException {
        askForDifferentAddresses(bighammer, 1_000_000);
    }

    private static void askForDifferentAddresses(Installation bighammer, int count) throws IOException {
        bighammer.replace(
                ROUTES,
                "\"routes\": [",
                "\"routes\": [{\"path\": \"/files/*\", \"method\": \"PUT\", \"handler\": \"example\"},");
        bighammer.start();
        bighammer.client().get("/first");
        Metrics before = Metrics.of(bighammer);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), bighammer.port())) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (int asked = 0; asked < count; asked += BATCH) {
                StringBuilder requests = new StringBuilder();
                for (int i = asked; i < asked + BATCH; i++) {
                    String path = (i % 2 == 0 ? "/files/" : "/nowhere/") + i + "?n=" + i;
                    requests.append("GET ")
                            .append(path)
                            .append(" HTTP/1.1\r\nHost: h")
                            .append(i)
                            .append("\r\n\r\n");
                }
                client.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < BATCH; i++) {
                    Answer.read(in);
                }
            }
        }

        Metrics after = Metrics.of(bighammer);
        assertEquals(before.series(), after.series());
        assertEquals(count + 1.0, after.sum(REQUESTS, "route", "none"));
    }

    @Test
    void itIsReadyOnceAFailingServiceIsMended(Installation bighammer) {
        bighammer.write("Develop/ends.php", "<?php exit(3);");
        service(bighammer, "{\"name\": \"ends\", \"path\": \"/Develop/ends.php\"}");
        bighammer.start();
        assertEquals(503, ready(bighammer).statusCode());
        assertTrue(
                ready(bighammer).body().contains("service ends: no worker is ready"),
                ready(bighammer).body());
        assertEquals(0, Metrics.of(bighammer).sum("bighammer_ready"));
        assertTrue(Metrics.of(bighammer).sum("bighammer_worker_restarts_total", "reason", "not_ready") > 0);

        bighammer.write("Develop/ends.php", "<?php class EndsService { public function handle($r) { return 1; } }");
        Await.until("it is ready", () -> ready(bighammer).statusCode() == 200);
        assertEquals(1, Metrics.of(bighammer).sum("bighammer_ready"));
    }

    @Test
    void itIsNotReadyWhileAnEnabledPluginIsMissing(Installation bighammer) throws IOException {
        Path jar = bighammer.file("plugins/example.jar");
        Path aside = bighammer.file("runtime/example.jar");
        Files.move(jar, aside);
        bighammer.start();
        assertEquals(503, ready(bighammer).statusCode());
        assertTrue(
                ready(bighammer).body().contains("plugin example"),
                ready(bighammer).body());

        Files.move(aside, jar);
        Await.until("it is ready", () -> ready(bighammer).statusCode() == 200);
    }

    @Test
    void itIsNotReadyWhileItStops(Installation bighammer) {
        bighammer.write("Develop/waits.php", """
                <?php
                class WaitsService
                {
                    public function handle($request)
                    {
                        while (!file_exists(__DIR__ . '/go')) {
                            usleep(10000);
                        }
                        return 'gone';
                    }
                }
                """);
        service(bighammer, "{\"name\": \"waits\", \"path\": \"/Develop/waits.php\"}");
        bighammer.replace(ROUTES, "\"routes\": [", "\"routes\": [{\"path\": \"/waits\", \"handler\": \"waits\"},");
        bighammer.start();
        try (Load load = Load.begin(bighammer.port(), "/waits", 1)) {
            Await.until(
                    "a request is under way",
                    () -> Metrics.of(bighammer).sum("bighammer_requests_in_flight", "route", "/waits") == 1);
            Shell.Running stop = bighammer.beginDuang("stop");
            Await.until("it is not ready", () -> ready(bighammer).statusCode() == 503);
            assertTrue(
                    ready(bighammer).body().contains("the gateway stops"),
                    ready(bighammer).body());
            bighammer.write("Develop/go", "");
            stop.await().succeeded();
            load.awaitEnd();
        }
    }

    @Test
    void theManualHasEachMetricWithItsTypeAndNoOther(Installation bighammer) throws IOException {
        bighammer.replace(
                ROUTES,
                "\"routes\": [",
                "\"routes\": [{\"path\": \"/talk\", \"method\": \"WS\", \"handler\": \"example\"},");
        bighammer.start();
        Metrics metrics = Metrics.of(bighammer);

        Map<String, String> told =
                new TreeMap<>(metrics.names().stream().collect(Collectors.toMap(name -> name, metrics::type)));
        Map<String, String> described = new TreeMap<>();
        Pattern.compile("(?m)^\\| `(bighammer_[a-z_]+)` \\| (counter|gauge|histogram|summary) \\|")
                .matcher(Files.readString(bighammer.file("docs/metrics.md")))
                .results()
                .forEach(row -> described.put(row.group(1), row.group(2)));
        described.remove("bighammer_certificate_expiry_timestamp_seconds"); // there is none without TLS
        assertEquals(described, told);
    }

    private static HttpResponse<String> ready(Installation bighammer) {
        return new Client(bighammer.adminPort()).get("/status/ready");
    }

    private static void service(Installation bighammer, String entry) {
        bighammer.replace("config/services.json", "\"services\": [", "\"services\": [" + entry + ",");
    }
}
