package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker whose answers are broken in many ways, and a client that sees each byte of what the gateway makes of them. */
@ExtendWith(InstallationParameter.class)
final class BrokenAnswersTest {
    private static final int KINDS = 30;

    @Test
    void noByteOfABrokenAnswerIsSmuggledToAClient(Installation bighammer) throws IOException {
        bighammer.copy("services/broken_worker.py", "Develop/broken_worker.py");
        bighammer.write("config/services.json", """
                {"services": [{"name": "broken", "path": "/Develop/broken_worker.py",
                               "command": ["python3", "Develop/broken_worker.py"]}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [{"path": "/broken/*", "handler": "broken"}]}
                """);
        bighammer.start();
        String[] names = bighammer.client().get("/broken/names").body().split("\n");
        assertTrue(names.length >= KINDS, names.length + " kinds");

        for (String name : names) {
            String answer = raw(bighammer.port(), name);
            assertFalse(answer.contains("SMUGGLED"), name + ": " + answer);
            assertEquals(1, answer.split("HTTP/1\\.1 ", -1).length - 1, name + ": " + answer);
            assertTrue(answer.startsWith("HTTP/1.1 502 ") || isClean(answer), name + ": " + answer);
        }
    }

    /** What was wrong has been taken out, or the answer is seen to be cut off. */
    private static boolean isClean(String answer) {
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        boolean cutOff = answer.contains("Content-Length: 100\r\n") && body.length() < 100;
        return answer.matches("(?s)HTTP/1\\.1 (204|304) .*") && body.isEmpty()
                || cutOff
                || answer.startsWith("HTTP/1.1 200 ") && body.endsWith("fine");
    }

    private static String raw(int port, String name) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            String request = "GET /broken/" + name + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
