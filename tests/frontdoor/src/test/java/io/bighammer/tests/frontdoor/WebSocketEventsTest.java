package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSockets of a PHP service with nothing but its handle: each event is a request. */
@ExtendWith(InstallationParameter.class)
final class WebSocketEventsTest {
    private static final String ROUTE = "{\"path\": \"/rooms/{room}\", \"method\": \"WS\", \"handler\": \"chat\"%s}";

    private static final String[] ROUTE_LABEL = {"route", "/rooms/{room}"};

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpClient http = HttpClient.newBuilder().executor(threads).build();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void eachMessageIsARequestAndItsAnswerIsSentBack(Installation bighammer) {
        start(bighammer, "");
        TextSocket socket = open(bighammer, "ann");
        assertEquals("ann blue WS", socket.ask("who"));
        assertEquals(
                "{\"status\":200,\"message\":\"OK\",\"data\":{\"heard\":\"你好\",\"binary\":false}}", socket.ask("你好"));
        assertEquals("{\"status\":500,\"message\":\"Internal Server Error\",\"data\":null}", socket.ask("fail"));
        assertEquals("ann blue WS", socket.ask("who"));
        socket.close(4321, "enough");
        bighammer.awaitLog("left with 4321 enough");
    }

    @Test
    void theServiceRefusesAndCloses(Installation bighammer) {
        start(bighammer, "");
        assertEquals(403, refusal(bighammer, "nobody"));
        TextSocket socket = open(bighammer, "ann");
        socket.say("close");
        assertEquals("4002 bye", socket.closed());
        bighammer.awaitLog("left with 4002 bye");
    }

    @Test
    void anybodySendsToAGroupARouteOrOneOfThem(Installation bighammer) {
        start(bighammer, "");
        TextSocket ann = open(bighammer, "ann");
        TextSocket bob = open(bighammer, "bob");
        assertEquals(2, told(bighammer, "{\"group\": \"room\", \"text\": \"all\"}"));
        assertEquals(2, told(bighammer, "{\"route\": \"/rooms/{room}\", \"json\": {\"a\": [1]}}"));
        assertEquals(0, told(bighammer, "{\"group\": \"nobody\", \"text\": \"all\"}"));
        assertEquals(0, told(bighammer, "{\"connection\": \"nobody\", \"text\": \"all\"}"));
        for (TextSocket each : new TextSocket[] {ann, bob}) {
            assertEquals("all", each.next());
            assertEquals("{\"a\":[1]}", each.next());
        }
        String wrong = post(bighammer, "{\"group\": \"room\", \"txt\": \"x\"}");
        assertTrue(wrong.contains("\\\"txt\\\" is not known"), wrong);
        bob.close(1000, "");
        Await.until("one is left", () -> told(bighammer, "{\"group\": \"room\", \"text\": \"few\"}") == 1);
        assertEquals("few", ann.next());
    }

    @Test
    void theyAreCountedForTheirRouteWhateverElseChanges(Installation bighammer) {
        start(bighammer, "");
        TextSocket ann = open(bighammer, "ann");
        open(bighammer, "bob");
        ann.ask("who");
        bighammer.duang("status").says("route          open  received  sent", "/rooms/{room}  2     1         3");
        bighammer.replace(
                "config/router.json", "{\"routes\": [", "{\"routes\": [{\"path\": \"/x\", \"handler\": \"chat\"}, ");
        bighammer.awaitLog("Generation 2 is in force");
        Metrics now = Metrics.of(bighammer);
        assertEquals(2, now.sum("bighammer_websocket_connections", ROUTE_LABEL));
        assertEquals(1, now.sum("bighammer_websocket_received_messages_total", ROUTE_LABEL));
        assertEquals(3, now.sum("bighammer_websocket_sent_messages_total", ROUTE_LABEL));
        ann.close(1000, "");
        Await.until(
                "one is left", () -> Metrics.of(bighammer).sum("bighammer_websocket_connections", ROUTE_LABEL) == 1);
    }

    @Test
    void aRequestThatAsksForNoWebSocketIsToldToAskForOne(Installation bighammer) {
        start(bighammer, "");
        HttpResponse<String> answer = bighammer.client().get("/rooms/blue");
        assertEquals(426, answer.statusCode());
        assertEquals("websocket", answer.headers().firstValue("Upgrade").orElse(""));
        assertEquals("Upgrade", answer.headers().firstValue("Connection").orElse(""));
        assertTrue(answer.body().contains("\"code\":\"upgrade_required\""), answer.body());
        assertEquals(404, bighammer.client().get("/rooms").statusCode());
    }

    @Test
    void pluginsSeeTheHandshake(Installation bighammer) {
        start(bighammer, ", \"plugins\": [\"auth\"]");
        assertEquals(401, refusal(bighammer, "ann"));
    }

    @Test
    void aChangeOfItsOwnRouteClosesItAndNoOther(Installation bighammer) {
        start(bighammer, "");
        TextSocket socket = open(bighammer, "ann");
        bighammer.replace(
                "config/router.json", "{\"routes\": [", "{\"routes\": [{\"path\": \"/x\", \"handler\": \"chat\"}, ");
        bighammer.awaitLog("Generation 2 is in force");
        assertEquals("ann blue WS", socket.ask("who"));
        bighammer.replace("config/router.json", "\"WS\",", "\"WS\", \"timeout\": \"7s\",");
        assertEquals("1012 The route has changed", socket.closed());
        bighammer.awaitLog("left with 1012 The route has changed");
        assertEquals("ann blue WS", open(bighammer, "ann").ask("who"));
    }

    @Test
    void aStopSaysGoodbye(Installation bighammer) {
        start(bighammer, "");
        TextSocket socket = open(bighammer, "ann");
        bighammer.stop();
        assertEquals("1001 The gateway stops", socket.closed());
        bighammer.awaitLog("left with 1001 The gateway stops");
    }

    private void start(Installation bighammer, String more) {
        bighammer.copy("services/chat_service.php", "Develop/chat_service.php");
        bighammer.write("config/services.json", """
                {"services": [{"name": "chat", "path": "/Develop/chat_service.php", "instances": 2}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [%s, {"path": "/tell", "method": "POST", "handler": "chat"}]}
                """.formatted(ROUTE.formatted(more)));
        bighammer.start();
    }

    private TextSocket open(Installation bighammer, String name) {
        TextSocket socket = TextSocket.open(http, uri(bighammer, name));
        assertEquals("welcome", socket.next());
        return socket;
    }

    private static URI uri(Installation bighammer, String name) {
        return URI.create("ws://127.0.0.1:" + bighammer.websocketPort() + "/rooms/blue?name=" + name);
    }

    private int refusal(Installation bighammer, String name) {
        URI uri = uri(bighammer, name);
        CompletionException refused = assertThrows(CompletionException.class, () -> TextSocket.open(http, uri));
        return assertInstanceOf(WebSocketHandshakeException.class, refused.getCause())
                .getResponse()
                .statusCode();
    }

    /** To how many. */
    private static int told(Installation bighammer, String request) {
        String answer = post(bighammer, request);
        assertTrue(answer.startsWith("{\"status\":200,"), answer);
        return Integer.parseInt(answer.replaceAll(".*\"data\":(\\d+)}.*", "$1"));
    }

    private static String post(Installation bighammer, String request) {
        return bighammer
                .client()
                .send("POST", "/tell", BodyPublishers.ofString(request), BodyHandlers.ofString())
                .body();
    }
}
