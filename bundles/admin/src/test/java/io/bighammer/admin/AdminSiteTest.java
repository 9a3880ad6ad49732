package io.bighammer.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.Control.State;
import io.bighammer.spi.Durations;
import io.bighammer.spi.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdminSiteTest {
    private final FakeControl control = new FakeControl();
    private final GatewayStatus status = new GatewayStatus(control, "1.2.3", Instant.parse("2026-03-01T08:00:00Z"));
    private final GatewayMetrics metrics = new GatewayMetrics(status);
    private final AdminSite site = new AdminSite(status, metrics, pages -> {});

    @Test
    void theStatusIsThatOfTheFile() {
        status.addSource(new FakeSource("doors", Map.of("http", "0.0.0.0:8080")));

        AskedPage page = ask("GET", "/status");

        assertEquals(200, page.status);
        assertEquals("application/json", page.headers.get(HttpHeader.CONTENT_TYPE));
        assertEquals("no-store", page.headers.get(HttpHeader.CACHE_CONTROL));
        JsonNode json = json(page);
        assertEquals("RUNNING", json.path("state").asString());
        assertEquals("0.0.0.0:8080", json.at("/sections/doors/http").asString());
    }

    @Test
    void itIsReadyWhenNothingIsMissing() {
        status.addSource(new FakeSource("gateway", "refused a change").complain("A change was refused."));

        AskedPage page = ask("GET", "/status/ready");

        assertEquals(200, page.status);
        assertTrue(json(page).path("ready").booleanValue());
    }

    @Test
    void itIsNotReadyWhileAPartMissesSomethingAndNamesIt() {
        FakeSource services = new FakeSource("services", "none").miss("service shop: no worker is ready");
        status.addSource(services);

        AskedPage page = ask("GET", "/status/ready");
        assertEquals(503, page.status);
        assertEquals(
                "service shop: no worker is ready", json(page).at("/missing/0").asString());

        services.miss();
        assertEquals(200, ask("GET", "/status/ready").status);
    }

    @Test
    void itIsReadyNeitherBeforeTheEndOfTheStartNorInAStop() {
        for (State state : new State[] {State.STARTING, State.STOPPING, State.FAILED}) {
            control.state = state;
            AskedPage page = ask("HEAD", "/status/ready");
            assertEquals(503, page.status, state.name());
            assertEquals(state.name(), json(page).path("state").asString());
            assertTrue(json(page).at("/missing/0").asString().startsWith("the gateway "), page.body);
        }
    }

    @Test
    void metricsAreToldInTheTextFormatOfPrometheus() {
        Durations times = new Durations();
        times.add(500_000);
        times.add(500_001);
        times.add(60_000_000_000L);
        metrics.addSource(() -> List.of(
                Metric.counter("bighammer_requests_total", "Requests.").add(3, "route", "/a\"b\\c", "method", "GET"),
                Metric.histogram("bighammer_request_seconds", "Their time.").add(times.reading(), "route", "/x"),
                Metric.summary("bighammer_plugin_call_seconds", "Calls.")
                        .add(Durations.Reading.of(2, 3_000_000_000L), "plugin", "auth")));
        metrics.addSource(() -> {
            throw new IllegalStateException("on purpose");
        });
        control.state = State.STOPPING;

        AskedPage page = ask("GET", "/metrics");

        assertEquals(200, page.status);
        assertEquals("text/plain; version=0.0.4; charset=utf-8", page.headers.get(HttpHeader.CONTENT_TYPE));
        List<String> lines = page.body.lines().toList();
        for (String line : List.of(
                "# HELP bighammer_requests_total Requests.",
                "# TYPE bighammer_requests_total counter",
                "bighammer_requests_total{method=\"GET\",route=\"/a\\\"b\\\\c\"} 3.0",
                "# TYPE bighammer_request_seconds histogram",
                "bighammer_request_seconds_bucket{route=\"/x\",le=\"5.0E-4\"} 1",
                "bighammer_request_seconds_bucket{route=\"/x\",le=\"0.001\"} 2",
                "bighammer_request_seconds_bucket{route=\"/x\",le=\"30.0\"} 2",
                "bighammer_request_seconds_bucket{route=\"/x\",le=\"+Inf\"} 3",
                "bighammer_request_seconds_count{route=\"/x\"} 3",
                "bighammer_request_seconds_sum{route=\"/x\"} 60.001000001",
                "# TYPE bighammer_plugin_call_seconds summary",
                "bighammer_plugin_call_seconds_count{plugin=\"auth\"} 2",
                "bighammer_plugin_call_seconds_sum{plugin=\"auth\"} 3.0",
                "bighammer_build_info{version=\"1.2.3\"} 1.0",
                "bighammer_ready 0.0")) {
            assertTrue(lines.contains(line), () -> line + " is not in\n" + page.body);
        }
    }

    @Test
    void anythingElseIsRefused() {
        AskedPage unknown = ask("GET", "/");
        assertEquals(404, unknown.status);
        assertTrue(unknown.body.contains("/status/ready"), unknown.body);

        AskedPage written = ask("POST", "/status");
        assertEquals(405, written.status);
        assertEquals("GET, HEAD", written.headers.get(HttpHeader.ALLOW));
    }

    private AskedPage ask(String method, String path) {
        AskedPage page = new AskedPage(method, path);
        site.handle(page);
        return page;
    }

    private static JsonNode json(AskedPage page) {
        return JsonMapper.shared().readTree(page.body);
    }
}
