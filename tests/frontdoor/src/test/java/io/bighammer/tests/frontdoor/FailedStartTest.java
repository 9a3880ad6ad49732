package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A start that cannot be says why, ends with a code that is not 0, and leaves nothing running. */
@ExtendWith(InstallationParameter.class)
final class FailedStartTest {

    @Test
    void eachErrorOfTheConfigurationIsALineWithFileLineAndKey(Installation bighammer) {
        bighammer.write("config/router.json", """
                {
                    "routes": [
                        {"path": "/a", "metod": "GET", "handler": "example"},
                        {"path": "no-slash", "method": "GET", "handler": "example"}
                    ]
                }
                """);

        Shell.Ended start = bighammer
                .duang("start")
                .says(
                        "config/router.json:3: routes[0].metod: ",
                        "\"method\"",
                        "config/router.json:4: routes[1].path: ");

        assertFailed(bighammer, start);
    }

    @Test
    void aFileThatIsNoJsonIsNamedWithTheLine(Installation bighammer) {
        bighammer.write("config/router.json", "{\n\"routes\": [\n");

        assertFailed(bighammer, bighammer.duang("start").says("config/router.json:"));
    }

    @Test
    void anOccupiedPortIsNamedByItsPlaceWithTheProcessThatHoldsIt(Installation bighammer) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            bighammer.replace("config/config.json", "\"http_port\": \"0\"", "\"http_port\": \"" + port + "\"");

            long line = 1
                    + bighammer
                            .read("config/config.json")
                            .lines()
                            .takeWhile(text -> !text.contains("http_port"))
                            .count();

            Shell.Ended start = bighammer
                    .duang("start")
                    .says(
                            "config/config.json:" + line + ": ports.http_port: cannot listen on ",
                            port,
                            "process " + ProcessHandle.current().pid());

            assertFailed(bighammer, start);
        }
    }

    @Test
    void ofTwoStartsAtOnceOneStartsAndTheOtherFindsIt(Installation bighammer) {
        Shell.Running one = bighammer.beginDuang("start");
        Shell.Running other = bighammer.beginDuang("start");
        List<Shell.Ended> both = Stream.of(one, other).map(Shell.Running::await).toList();

        both.forEach(Shell.Ended::succeeded);
        assertEquals(
                1,
                both.stream()
                        .filter(start -> start.output().contains("runs already"))
                        .count());
        assertEquals(1, gateways(bighammer));
        bighammer.duang("run").endedWith(4);
        assertEquals(1, gateways(bighammer));
        assertEquals(200, bighammer.client().get("/api/example").statusCode());
    }

    private static long gateways(Installation bighammer) {
        return bighammer.processes().stream()
                .filter(process -> process.commandLine().contains("-Dbighammer.home="))
                .count();
    }

    private static void assertFailed(Installation bighammer, Shell.Ended start) {
        assertTrue(start.code() != 0, "the exit code is 0");
        assertEquals(List.of(), bighammer.processes());
        assertFalse(Files.exists(bighammer.file("runtime/duangMain.pid")), "a pid file is left");
        assertFalse(Files.exists(bighammer.file("runtime/mainSocket.sock")), "a socket is left");
        bighammer.duang("status").endedWith(3);
    }
}
