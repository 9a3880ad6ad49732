package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.tests.frontdoor.plugin.StampingPlugin;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSockets stay open while services, routes and plugins change; no message is lost, none comes twice: both sides number them. */
@ExtendWith(InstallationParameter.class)
final class WebSocketSwapTest {
    private static final Pattern IN_FORCE = Pattern.compile("Generation (\\d+) is in force");
    private static final List<String> PROGRAMS = List.of("numbering_service.php", "numbering_stream.py");

    @Test
    void webSocketsStayOpen(Installation bighammer) {
        staysOpen(bighammer, 20, 2);
    }

    @Test
    @Tag("long")
    void hundredWebSocketsStayOpenOverSixtyChanges(Installation bighammer) {
        staysOpen(bighammer, 100, 20);
    }

    private static void staysOpen(Installation bighammer, int count, int rounds) {
        start(bighammer);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            HttpClient http = HttpClient.newBuilder().executor(threads).build();
            List<NumberedSocket> sockets = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                boolean own = i % 4 < 2;
                String path = i % 2 == 0 ? "/events" : "/stream";
                int port = own ? bighammer.websocketPort() : bighammer.port();
                URI uri = URI.create("ws://127.0.0.1:" + port + path);
                sockets.add(NumberedSocket.connect(http, uri, path + " " + i, threads));
            }
            for (int round = 1; round <= rounds; round++) {
                awaitProgress(sockets);
                reloadServices(bighammer, round);
                awaitProgress(sockets);
                reloadRoutes(bighammer, round);
                awaitProgress(sockets);
                swapPlugin(bighammer, round);
            }
            awaitProgress(sockets);
            sockets.forEach(NumberedSocket::finish);
            assertEquals("", complaints(sockets));
        } finally {
            threads.shutdownNow();
        }
    }

    private static void start(Installation bighammer) {
        putPlugin(bighammer, 1);
        PROGRAMS.forEach(program -> bighammer.copy("services/" + program, "Develop/" + program));
        bighammer.write("config/services.json", """
                {"services": [{"name": "events", "path": "/Develop/numbering_service.php", "instances": 2},
                              {"name": "stream", "path": "/Develop/numbering_stream.py", "instances": 2}]}
                """);
        bighammer.write("config/plugins.json", """
                {"plugins": []}
                """);
        writeRoutes(bighammer, 0);
        bighammer.start();
    }

    private static void writeRoutes(Installation bighammer, int round) {
        bighammer.write("config/router.json", """
                {"routes": [{"path": "/other/%d", "handler": "main"},
                            {"path": "/events", "method": "WS", "handler": "events", "plugins": [{"name": "moon", "config": {"edition": 1}}]},
                            {"path": "/stream", "method": "WS", "handler": "stream", "plugins": [{"name": "moon", "config": {"edition": 1}}]}]}
                """.formatted(round));
    }

    private static void awaitProgress(List<NumberedSocket> sockets) {
        List<Integer> before = sockets.stream().map(NumberedSocket::answered).toList();
        Await.until("each WebSocket has been answered\n" + complaints(sockets), () -> {
            for (int i = 0; i < before.size(); i++) {
                if (sockets.get(i).answered() < before.get(i) + 3
                        && sockets.get(i).complaint().isEmpty()) {
                    return false;
                }
            }
            return true;
        });
        assertEquals("", complaints(sockets));
    }

    private static String complaints(List<NumberedSocket> sockets) {
        return sockets.stream().map(NumberedSocket::complaint).collect(Collectors.joining());
    }

    private static void reloadServices(Installation bighammer, int round) {
        for (String program : PROGRAMS) {
            String comment = program.endsWith(".php") ? "// " : "# ";
            bighammer.write("Develop/" + program, bighammer.read("Develop/" + program) + comment + round + "\n");
        }
        for (String service : List.of("events", "stream")) {
            bighammer.awaitLog(service + ": generation " + (round + 1) + " serves");
        }
    }

    private static void reloadRoutes(Installation bighammer, int round) {
        int before = generation(bighammer);
        writeRoutes(bighammer, round);
        Await.until("the new routes are in force", () -> generation(bighammer) > before);
    }

    private static void swapPlugin(Installation bighammer, int round) {
        int before = generation(bighammer);
        putPlugin(bighammer, round + 1);
        Await.until("the new plugin is in force", () -> generation(bighammer) > before);
    }

    private static void putPlugin(Installation bighammer, int version) {
        PluginBundle.of("moon", StampingPlugin.class).version(version).writeTo(bighammer.file("plugins/moon.jar"));
    }

    private static int generation(Installation bighammer) {
        return IN_FORCE.matcher(bighammer.log())
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .reduce(0, (first, second) -> second);
    }
}
