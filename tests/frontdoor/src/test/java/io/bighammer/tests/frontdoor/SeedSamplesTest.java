package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The original's sample files run as they are: only the numbers of the ports are others, because those may be in use. */
@ExtendWith(InstallationParameter.class)
final class SeedSamplesTest {
    private static final String HELLO = "{\"status\":200,\"message\":\"OK\",\"data\":{\"message\":\"Hello World\"}}";
    private static final Pattern ENTRY = Pattern.compile("\\{\"name\": *\"auth\".*}");
    private static final Pattern KEY = Pattern.compile("\"keys\": *\\{\"[^\"]+\": *\"([^\"]+)\"");

    @Test
    void theGatewayStartsAndRefusesEverybodyUntilTheEntryThatStartPrintsIsPasted(Installation bighammer) {
        bighammer.copySamples();
        String output = bighammer.start().says("WARN", "auth").output();

        HttpResponse<String> refused = bighammer.client().get("/api/example");
        assertEquals(401, refused.statusCode());
        assertTrue(refused.headers().firstValue("WWW-Authenticate").isPresent());

        String entry = find(ENTRY, output).group();
        bighammer.stop();
        bighammer.replace("config/plugins.json", "\"plugins\": [", "\"plugins\": [\n" + entry + ",");
        bighammer.start();

        HttpResponse<String> answered = bighammer
                .client()
                .get("/api/example", "X-API-Key", find(KEY, entry).group(1));
        assertEquals(200, answered.statusCode());
        assertEquals(HELLO, answered.body());
        assertAnswersOverWebSocket(bighammer, find(KEY, entry).group(1));
        assertEquals(
                401,
                bighammer.client().get("/api/example", "X-API-Key", "wrong").statusCode());
        assertEquals(401, bighammer.client().get("/api/example").statusCode());
    }

    /** The samples have no route for WebSockets: there each message is a request. */
    private static void assertAnswersOverWebSocket(Installation bighammer, String key) {
        URI uri = URI.create("ws://127.0.0.1:" + bighammer.websocketPort() + "/");
        TextSocket socket = TextSocket.open(HttpClient.newHttpClient(), uri);
        String request = "{\"method\": \"GET\", \"path\": \"/api/example\", \"headers\": {\"X-API-Key\": \"%s\"}}";
        assertEquals(HELLO, socket.ask(request.formatted(key)));
        assertTrue(socket.ask(request.formatted("wrong")).startsWith("{\"status\":401,"));
        socket.close(1000, "");
    }

    @Test
    void withoutAuthInTheRouteEverybodyIsAnswered(Installation bighammer) {
        bighammer.copySamples();
        bighammer.replace("config/router.json", "\"auth\", ", "");
        bighammer.start();

        HttpResponse<String> answered = bighammer.client().get("/api/example");
        assertEquals(200, answered.statusCode());
        assertEquals(HELLO, answered.body());
    }

    private static Matcher find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertTrue(matcher.find(), () -> pattern + " is not in:\n" + text);
        return matcher;
    }
}
