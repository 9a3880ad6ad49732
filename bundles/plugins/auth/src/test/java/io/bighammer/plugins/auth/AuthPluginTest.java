package io.bighammer.plugins.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.api.Attribute;
import io.bighammer.api.Headers;
import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.testing.TestConfig;
import io.bighammer.testing.TestContext;
import io.bighammer.testing.TestRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthPluginTest {
    private static final String HEADER = "X-API-Key";
    private static final String REALM = "BigHammer";
    private static final Settings KEY = new Settings(Map.of("shop", "k-123"), Map.of(), HEADER, REALM, false);
    private static final Settings PASSWORD = new Settings(Map.of(), Map.of("李雷", "пароль:1"), HEADER, REALM, false);

    @Test
    void aKeyInItsHeaderLetsItsHolderIn() {
        TestContext context = handle(KEY, TestRequest.get("/").header("X-API-Key", "k-123"));

        assertEquals(Optional.of("shop"), context.attribute(Attribute.USER));
        assertEquals(Optional.of("shop"), context.request().headers().first("X-User"));
    }

    @Test
    void aKeyAsBearerOrApiKeyLetsItsHolderIn() {
        assertEquals(Optional.of("shop"), user(KEY, "Bearer k-123"));
        assertEquals(Optional.of("shop"), user(KEY, "bearer  k-123"));
        assertEquals(Optional.of("shop"), user(KEY, "ApiKey k-123"));
    }

    @Test
    void aPasswordInUtf8LetsItsUserIn() {
        assertEquals(Optional.of("李雷"), user(PASSWORD, basic("李雷:пароль:1")));
    }

    @Test
    void aSecretCanBeConfiguredAsItsDigest() {
        String digest = "sha256:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
        Settings hashed = new Settings(Map.of(), Map.of("alice", digest), HEADER, REALM, false);

        assertEquals(Optional.of("alice"), user(hashed, basic("alice:secret")));
        assertRefused(hashed, "Authorization", basic("alice:" + digest));
    }

    @Test
    void whateverElseIsRefused() {
        assertRefused(KEY, "X-API-Key", "k-12");
        assertRefused(KEY, "X-API-Key", "");
        assertRefused(KEY, "Authorization", "Bearer");
        assertRefused(KEY, "Authorization", "Digest k-123");
        assertRefused(PASSWORD, "Authorization", basic("李雷:wrong"));
        assertRefused(PASSWORD, "Authorization", basic("nobody:"));
        assertRefused(PASSWORD, "Authorization", basic("李雷"));
        assertRefused(PASSWORD, "Authorization", "Basic ***");
    }

    @Test
    void aRefusalNamesTheWaysThatCanSucceed() {
        assertEquals(List.of("Bearer realm=\"BigHammer\""), challenges(KEY));
        assertEquals(List.of("Basic realm=\"BigHammer\", charset=\"UTF-8\""), challenges(PASSWORD));
        assertEquals(
                2,
                challenges(new Settings(KEY.keys(), PASSWORD.users(), HEADER, REALM, false))
                        .size());
    }

    @Test
    void theServiceSeesNeitherTheSecretNorAnXUserOfTheClient() {
        TestRequest request = TestRequest.get("/").header("X-User", "admin").header("X-API-Key", "k-123");
        Headers seen = handle(KEY, request).request().headers();

        assertEquals(List.of("shop"), seen.all("X-User"));
        assertTrue(seen.first("X-API-Key").isEmpty());
    }

    @Test
    void theSecretIsForwardedOnRequest() {
        Settings forwarding = new Settings(KEY.keys(), Map.of(), "X-Token", REALM, true);
        TestContext context = handle(forwarding, TestRequest.get("/").header("X-Token", "k-123"));

        assertEquals(Optional.of("k-123"), context.request().headers().first("X-Token"));
    }

    @Test
    void withoutCredentialsItRefusesEverybodyAndSaysWhatToPaste() {
        Settings none = new Settings(Map.of(), Map.of(), HEADER, REALM, false);
        assertRefused(none, "X-API-Key", "");
        assertRefused(none, "Authorization", basic(":"));

        TestConfig config = new TestConfig(none);
        new AuthPlugin().init(config);
        assertTrue(config.warnings().get(0).contains("{\"name\": \"auth\", \"enabled\": true, \"config\": {\"keys\":"));
        assertFalse(challenges(none).isEmpty());
    }

    @Test
    void aSettingThatCannotWorkIsRefused() {
        assertUnfit("are the same key", Map.of("a", "same", "b", "same"), Map.of(), HEADER, REALM);
        assertUnfit("\"keys\": \"a\" is empty", Map.of("a", " "), Map.of(), HEADER, REALM);
        assertUnfit("64 hexadecimal digits", Map.of("a", "sha256:abc"), Map.of(), HEADER, REALM);
        assertUnfit("\"users\": \"a:b\" is no name", Map.of(), Map.of("a:b", "x"), HEADER, REALM);
        assertUnfit("\"header\": \"No Header\"", Map.of(), Map.of(), "No Header", REALM);
        assertUnfit("\"realm\"", Map.of(), Map.of(), HEADER, "a\"b");
    }

    private static void assertUnfit(
            String expected, Map<String, String> keys, Map<String, String> users, String header, String realm) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Settings(keys, users, header, realm, false))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static void assertRefused(Settings settings, String header, String value) {
        TestRequest request = TestRequest.get("/").header(header, value);
        ProblemException refusal = assertThrows(ProblemException.class, () -> handle(settings, request));
        assertEquals(Problem.UNAUTHORIZED, refusal.problem());
    }

    private static List<String> challenges(Settings settings) {
        ProblemException refusal = assertThrows(ProblemException.class, () -> handle(settings, TestRequest.get("/")));
        return refusal.headers().stream()
                .filter(header -> header.getKey().equals("WWW-Authenticate"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Optional<String> user(Settings settings, String authorization) {
        return handle(settings, TestRequest.get("/").header("Authorization", authorization))
                .attribute(Attribute.USER);
    }

    private static TestContext handle(Settings settings, TestRequest request) {
        AuthPlugin plugin = new AuthPlugin();
        TestConfig config = new TestConfig(settings);
        plugin.init(config);
        TestContext context = new TestContext(request, config);
        plugin.handleRequest(context);
        return context;
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
