package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The TCP door and the main socket, as programs of other languages use them; the manual's programs among them. */
@ExtendWith(InstallationParameter.class)
final class TcpDoorTest {
    private static final String HELLO = "{\"status\":200,\"message\":\"OK\",\"data\":{\"message\":\"Hello World\"}}\n";
    private static final int SECONDS = 20;

    private static Installation running;

    @BeforeAll
    static void start(Installation bighammer) {
        running = bighammer;
        running.start();
    }

    private static String sh(String script) {
        return running.bash("PORT=" + running.tcpPort() + "\n" + script)
                .succeeded()
                .output();
    }

    @Test
    void netcatGetsItsAnswersAndEnds() {
        String ask = "echo '{\"path\": \"/api/example\"}{\"path\": \"/api/example\"}' | timeout " + SECONDS;
        assertEquals(HELLO + HELLO, sh(ask + " nc -N 127.0.0.1 $PORT"));
        assertEquals(HELLO + HELLO, sh(ask + " nc -N -U runtime/mainSocket.sock"));
    }

    @Test
    void netcatThatKeepsItsSideOpenEndsWhenItAskedForThat() {
        String ask = "echo '{\"path\": \"/api/example\", \"close\": true}' | timeout " + SECONDS;
        assertEquals(HELLO, sh(ask + " nc 127.0.0.1 $PORT"));
        assertEquals(HELLO, sh(ask + " nc -U runtime/mainSocket.sock"));
    }

    @Test
    void thePhpOfTheManualGetsItsAnswer() {
        running.write("runtime/ask.php", "<?php\n" + fromTheManual("php") + "\necho $answer['data']['message'];\n");
        assertEquals("Hello World", sh("timeout " + SECONDS + " php runtime/ask.php"));
    }

    @Test
    void thePythonOfTheManualSpeaksFrames() {
        running.write("runtime/ask.py", fromTheManual("python"));
        assertEquals("200 " + HELLO, sh("timeout " + SECONDS + " python3 runtime/ask.py"));
    }

    private static String fromTheManual(String language) {
        String manual = running.read("docs/sockets.md");
        Matcher code =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(manual);
        assertTrue(code.find(), "docs/sockets.md has no program in " + language);
        return code.group(1).replace("8082", String.valueOf(running.tcpPort()));
    }

    @Test
    void aBrowserThatCameToTheWrongPortIsToldSo() {
        String answer = sh("printf 'GET / HTTP/1.1\\r\\n\\r\\n' | timeout " + SECONDS + " nc 127.0.0.1 $PORT");
        assertTrue(answer.startsWith("{\"status\":400,\"message\":\"A request is a JSON object"), answer);
        assertEquals(1, answer.lines().count());
    }
}
