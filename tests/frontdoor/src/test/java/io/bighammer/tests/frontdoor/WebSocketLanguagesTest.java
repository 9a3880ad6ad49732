package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** What a client sees of WebSockets in JavaScript, Go and Python, asynchronous and not, while their code changes. */
@ExtendWith(InstallationParameter.class)
final class WebSocketLanguagesTest {
    private static final List<String> SERVICES = List.of("js", "go", "py", "events");

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpClient http = HttpClient.newBuilder().executor(threads).build();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void clientsNoticeNothingOfNewCode(Installation bighammer) {
        clientsNoticeNothing(bighammer, 2, 2);
    }

    @Test
    @Tag("long")
    void manyClientsNoticeNothingOfMuchNewCode(Installation bighammer) {
        clientsNoticeNothing(bighammer, 20, 10);
    }

    private void clientsNoticeNothing(Installation bighammer, int each, int rounds) {
        start(bighammer);
        List<CountingSocket> sockets = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            for (String service : SERVICES) {
                sockets.add(CountingSocket.open(http, uri(bighammer, i % 2 == 0, service, "right")));
            }
        }
        for (int round = 1; round <= rounds; round++) {
            awaitProgress(sockets);
            newCode(bighammer, round);
            awaitProgress(sockets);
            String said = "round-" + round;
            assertEquals(
                    "{\"status\":200,\"message\":\"OK\",\"data\":" + sockets.size() + "}",
                    bighammer.client().get("/tell?text=" + said).body());
        }
        sockets.forEach(CountingSocket::finish);
        List<String> toAll = IntStream.rangeClosed(1, rounds)
                .mapToObj(round -> "all: round-" + round)
                .toList();
        Await.until("all have heard what was said to all", () -> sockets.stream()
                .allMatch(socket -> socket.toAll().size() >= rounds));
        sockets.forEach(socket -> assertEquals(toAll, socket.toAll()));
        assertEquals("", complaints(sockets));
    }

    @Test
    void codesReasonsAndSubProtocolsGoBothWays(Installation bighammer) {
        start(bighammer);
        for (String service : SERVICES) {
            assertThrowsRefusal(401, () -> CountingSocket.open(http, uri(bighammer, true, service, "wrong")));
            CountingSocket first = CountingSocket.open(http, uri(bighammer, true, service, "right"));
            assertEquals("room", first.subprotocol());
            first.finish();
            assertEquals("4001 enough", first.closedAfter("close"));

            CountingSocket second = CountingSocket.open(http, uri(bighammer, false, service, "right"));
            second.finish();
            second.close(4444, "tired of " + service);
            bighammer.awaitLog("left with 4444 tired of " + service);
        }
    }

    @Test
    void anApplicationOfFastApiRunsUnchanged(Installation bighammer) {
        String python = "/usr/bin/python3";
        assumeTrue(
                bighammer.bash(python + " -c 'import fastapi'").code() == 0,
                "FastAPI is not installed: apt-get install python3-fastapi");
        bighammer.copy("services/application.py", "Develop/application.py");
        bighammer.write("config/services.json", """
                {"services": [{"name": "application", "path": "/Develop/application.py",
                               "command": ["%s", "Develop/sdk/python/host.py", "Develop/application.py"]}]}
                """.formatted(python));
        bighammer.write("config/router.json", """
                {"routes": [{"path": "/application/*", "method": "WS", "handler": "application"}]}
                """);
        bighammer.start();
        String address = "ws://127.0.0.1:" + bighammer.port() + "/application/";
        TextSocket stays = TextSocket.open(http, URI.create(address + "stays"));
        TextSocket leaves = TextSocket.open(http, URI.create(address + "leaves"));
        assertEquals("stays: one", stays.ask("one"));
        assertEquals("leaves: one", leaves.ask("one"));
        assertThrowsRefusal(403, () -> TextSocket.open(http, URI.create(address + "nowhere/at/all")));

        bighammer.replace("Develop/application.py", "Edition 0", "Edition 1");
        bighammer.awaitLog("application: generation 2 serves");
        assertEquals("1012 ", leaves.closed());
        assertEquals("stays: two", stays.ask("two"));
    }

    private static void assertThrowsRefusal(int status, Executable open) {
        CompletionException refused = assertThrows(CompletionException.class, open);
        WebSocketHandshakeException why = assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
        assertEquals(status, why.getResponse().statusCode());
    }

    private static URI uri(Installation bighammer, boolean own, String service, String key) {
        int port = own ? bighammer.websocketPort() : bighammer.port();
        return URI.create("ws://127.0.0.1:" + port + "/" + service + "?key=" + key);
    }

    private static void start(Installation bighammer) {
        for (String program : List.of("node", "go", "python3")) {
            assumeTrue(bighammer.bash("command -v " + program).code() == 0, program + " is not installed");
        }
        bighammer.bash("mkdir Develop/room_go").succeeded();
        List.of("room.js", "room.py", "room_events.py", "telling.py", "room_go/main.go", "room_go/go.mod")
                .forEach(file -> bighammer.copy("services/" + file, "Develop/" + file));
        build(bighammer, 0);
        bighammer.write("config/services.json", """
                {"services": [{"name": "js", "path": "/Develop/room.js"},
                              {"name": "go", "path": "/Develop/room_go/room"},
                              {"name": "py", "path": "/Develop/room.py", "instances": 2},
                              {"name": "events", "path": "/Develop/room_events.py", "instances": 2},
                              {"name": "telling", "path": "/Develop/telling.py"}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [{"path": "/js", "method": "WS", "handler": "js"},
                            {"path": "/go", "method": "WS", "handler": "go"},
                            {"path": "/py", "method": "WS", "handler": "py"},
                            {"path": "/events", "method": "WS", "handler": "events"},
                            {"path": "/tell", "method": "GET", "handler": "telling"}]}
                """);
        bighammer.start();
    }

    private static void build(Installation bighammer, int edition) {
        bighammer
                .bash("cd Develop/room_go && go build -ldflags '-X main.edition=" + edition + "'")
                .succeeded();
    }

    private static void newCode(Installation bighammer, int round) {
        for (String file : List.of("Develop/room.js", "Develop/room.py", "Develop/room_events.py")) {
            bighammer.replace(file, "Edition " + (round - 1), "Edition " + round);
        }
        build(bighammer, round);
        SERVICES.forEach(service -> bighammer.awaitLog(service + ": generation " + (round + 1) + " serves"));
    }

    private static void awaitProgress(List<CountingSocket> sockets) {
        List<Integer> before = sockets.stream().map(CountingSocket::answered).toList();
        Await.until("each WebSocket has been answered", () -> {
            for (int i = 0; i < before.size(); i++) {
                CountingSocket socket = sockets.get(i);
                if (socket.answered() < before.get(i) + 50 && socket.complaint().isEmpty()) {
                    return false;
                }
            }
            return true;
        });
        assertEquals("", complaints(sockets));
    }

    private static String complaints(List<CountingSocket> sockets) {
        return sockets.stream().map(CountingSocket::complaint).collect(Collectors.joining());
    }
}
