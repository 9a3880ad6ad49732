package io.bighammer.plugins.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.api.Attribute;
import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.testing.TestConfig;
import io.bighammer.testing.TestContext;
import io.bighammer.testing.TestRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitPluginTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void anAnswerSaysWhatIsLeft() {
        TestContext context = new TestContext(TestRequest.get("/"), new TestConfig(settings(2, "client")));
        RateLimitPlugin plugin = plugin(settings(2, "client"));
        plugin.handleRequest(context);
        plugin.handleResponse(context);

        assertEquals("2", header(context, "X-RateLimit-Limit"));
        assertEquals("1", header(context, "X-RateLimit-Remaining"));
        assertEquals("1800", header(context, "X-RateLimit-Reset"));
    }

    @Test
    void oneTooManyIsRefusedAndToldWhenToComeBack() {
        RateLimitPlugin plugin = plugin(settings(1, "client"));
        plugin.handleRequest(request("192.0.2.1"));

        ProblemException refusal =
                assertThrows(ProblemException.class, () -> plugin.handleRequest(request("192.0.2.1")));
        assertEquals(Problem.TOO_MANY_REQUESTS, refusal.problem());
        List<String> names = refusal.headers().stream().map(Map.Entry::getKey).toList();
        assertEquals(List.of("Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"), names);
        assertEquals("3600", refusal.headers().get(0).getValue());
        plugin.handleRequest(request("192.0.2.2"));
    }

    @Test
    void usersAreCountedApartWhereverTheyAre() {
        RateLimitPlugin plugin = plugin(settings(1, "user"));
        TestContext alice = request("192.0.2.1");
        alice.attribute(Attribute.USER, "alice");
        TestContext bob = request("192.0.2.1");
        bob.attribute(Attribute.USER, "bob");
        plugin.handleRequest(alice);
        plugin.handleRequest(bob);

        assertThrows(ProblemException.class, () -> plugin.handleRequest(bob));
    }

    @Test
    void aHeaderIsCountedAndWithoutItTheAddress() {
        RateLimitPlugin plugin = plugin(settings(1, "header:X-Tenant"));
        plugin.handleRequest(tenant("blue"));
        plugin.handleRequest(tenant("green"));
        plugin.handleRequest(request("192.0.2.1"));

        assertThrows(ProblemException.class, () -> plugin.handleRequest(tenant("blue")));
        assertThrows(ProblemException.class, () -> plugin.handleRequest(request("192.0.2.1")));
    }

    @Test
    void ofSeveralLimitsTheTightestIsTold() {
        RateLimitPlugin wide = plugin(settings(100, "client"));
        RateLimitPlugin tight = plugin(settings(2, "client"));
        for (List<RateLimitPlugin> chain : List.of(List.of(wide, tight), List.of(tight, wide))) {
            TestContext context = request("192.0.2." + chain.indexOf(wide));
            chain.forEach(plugin -> plugin.handleRequest(context));
            chain.forEach(plugin -> plugin.handleResponse(context));

            assertEquals("1", header(context, "X-RateLimit-Remaining"));
        }
    }

    @Test
    void aLimitFurtherOutDoesNotHideARefusal() {
        RateLimitPlugin outer = plugin(settings(100, "client"));
        RateLimitPlugin inner = plugin(settings(1, "client"));
        inner.handleRequest(request("192.0.2.1"));
        TestContext context = request("192.0.2.1");
        outer.handleRequest(context);
        assertThrows(ProblemException.class, () -> inner.handleRequest(context));
        outer.handleResponse(context);

        assertEquals("0", header(context, "X-RateLimit-Remaining"));
    }

    @Test
    void wrongSettingsSayWhatToWrite() {
        assertUnfit("\"rate\": 0", 0, SECOND, 1, "client");
        assertUnfit("\"rate\": 2000000 is more than one in a nanosecond", 2_000_000, Duration.ofMillis(1), 1, "client");
        assertUnfit("\"burst\": 2147483647", 1, Duration.ofDays(1), Integer.MAX_VALUE, "client");
        assertUnfit("\"header:X-Some-Name\"", 1, SECOND, 1, "ip");
    }

    private static void assertUnfit(String expected, int rate, Duration per, int burst, String key) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Settings(rate, per, Optional.of(burst), key, 1))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static Settings settings(int perHour, String key) {
        return new Settings(perHour, Duration.ofHours(1), Optional.empty(), key, 1000);
    }

    private static RateLimitPlugin plugin(Settings settings) {
        RateLimitPlugin plugin = new RateLimitPlugin();
        plugin.init(new TestConfig(settings));
        return plugin;
    }

    private static TestContext request(String client) {
        return new TestContext(TestRequest.get("/").client(client), new TestConfig(settings(1, "client")));
    }

    private static TestContext tenant(String name) {
        return new TestContext(TestRequest.get("/").header("X-Tenant", name), new TestConfig(settings(1, "client")));
    }

    private static String header(TestContext context, String name) {
        return context.response().headers().first(name).orElse("none");
    }
}
