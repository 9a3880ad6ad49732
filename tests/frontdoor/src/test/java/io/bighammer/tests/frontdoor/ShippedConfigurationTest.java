package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What somebody finds who has just unpacked the tar.gz and started it. */
@ExtendWith(InstallationParameter.class)
final class ShippedConfigurationTest {
    private static Client client;
    private static String logOfTheStart;

    @BeforeAll
    static void start(Installation bighammer) {
        bighammer.start();
        client = bighammer.client();
        logOfTheStart = bighammer.log();
    }

    @Test
    void theStartHasNothingToComplainOf() {
        List<String> complaints = logOfTheStart
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
        assertEquals(List.of(), complaints);
    }

    @Test
    void theFirstRouteAnswersAtOnce() {
        HttpResponse<String> answer = client.get("/api/example");
        assertEquals(200, answer.statusCode());
        assertEquals("{\"status\":200,\"message\":\"OK\",\"data\":{\"message\":\"Hello World\"}}", answer.body());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json"));
        assertTrue(answer.headers().firstValue("X-Request-Id").isPresent());
    }

    @Test
    void theSecondRouteShowsAuth() {
        assertEquals(401, client.get("/api/private").statusCode());
        assertEquals(401, client.get("/api/private", "X-API-Key", "a-wrong-key").statusCode());
        HttpResponse<String> answer = client.get("/api/private", "X-API-Key", "change-this-key");
        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().firstValue("X-RateLimit-Remaining").isPresent());
        assertEquals("value", answer.headers().firstValue("X-Example").orElse(""));
    }

    @Test
    void anotherMethodIsAnsweredWithThoseThatAreAllowed() {
        HttpResponse<String> answer = client.send("POST", "/api/example");
        assertEquals(405, answer.statusCode());
        assertEquals("GET, HEAD, OPTIONS", answer.headers().firstValue("Allow").orElse(""));
        assertIsProblem(answer, 405, "method_not_allowed");
    }

    @Test
    void anUnknownPathIsNotFound() {
        HttpResponse<String> answer = client.get("/api/nothing");
        assertEquals(404, answer.statusCode());
        assertIsProblem(answer, 404, "not_found");
    }

    @Test
    void headIsGetWithoutItsBody() {
        HttpResponse<String> answer = client.send("HEAD", "/api/example");
        assertEquals(200, answer.statusCode());
        assertEquals("", answer.body());
        assertEquals(
                client.get("/api/example").headers().firstValue("Content-Length"),
                answer.headers().firstValue("Content-Length"));
    }

    @Test
    void optionsTellsTheMethods() {
        HttpResponse<String> answer = client.send("OPTIONS", "/api/example");
        assertEquals(204, answer.statusCode());
        assertEquals("GET, HEAD, OPTIONS", answer.headers().firstValue("Allow").orElse(""));
    }

    private static void assertIsProblem(HttpResponse<String> answer, int status, String code) {
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertAll(
                () -> assertEquals(status, problem.path("status").asInt()),
                () -> assertEquals(code, problem.path("code").asString()),
                () -> assertTrue(problem.path("title").isString(), "title"),
                () -> assertTrue(problem.path("detail").isString(), "detail"),
                () -> assertEquals(problem.path("detail"), problem.path("message")),
                () -> assertTrue(problem.has("data") && problem.path("data").isNull(), "data"),
                () -> assertEquals(
                        answer.headers().firstValue("X-Request-Id").orElse(""),
                        problem.path("request_id").asString()));
    }
}
