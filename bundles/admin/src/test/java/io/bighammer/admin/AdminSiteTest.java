package io.bighammer.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.Control.State;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdminSiteTest {
    private final FakeControl control = new FakeControl();
    private final GatewayStatus status = new GatewayStatus(control, "1.2.3", Instant.parse("2026-03-01T08:00:00Z"));
    private final AdminSite site = new AdminSite(status, pages -> {});

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
