package io.bighammer.ipc.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a service answers, as a client of the main socket gets it. */
class EnvelopeTest {

    private static String wrapped(int status, String type, String body) {
        return wrapped(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String wrapped(int status, String type, byte[] body) {
        return new String(Envelope.of(status, Optional.ofNullable(type), body), StandardCharsets.UTF_8);
    }

    @Test
    void anEnvelopeOfTheServiceStaysAsItIs() {
        String own = "{\"status\":201,\"message\":\"Made\",\"data\":{\"名\":1.50}}";
        assertEquals(own, wrapped(201, "application/json; charset=utf-8", own));
    }

    @Test
    void aPrettyPrintedEnvelopeIsPutOnOneLine() {
        assertEquals(
                "{\"status\":200,\"data\":[1,2]}",
                wrapped(200, "application/json", "{\n  \"status\": 200,\n  \"data\": [1, 2]\n}\n"));
    }

    @Test
    void otherJsonBecomesData() {
        assertEquals(
                "{\"status\":200,\"message\":\"OK\",\"data\":{\"status\":\"new\"}}",
                wrapped(200, "application/json", "{\"status\":\"new\"}"));
        assertEquals(
                "{\"status\":404,\"message\":\"Not Found\",\"data\":{\"status\":1,\"more\":2}}",
                wrapped(404, "application/vnd.x+json", "{\"status\":1,\"more\":2}"));
        assertEquals("{\"status\":200,\"message\":\"OK\",\"data\":[]}", wrapped(200, "application/json", "[]"));
    }

    @Test
    void jsonThatNestsTooDeeplyIsText() {
        for (int depth : new int[] {499, 500, 501, 100_000}) {
            String nested = "[".repeat(depth) + "]".repeat(depth);
            String data = depth < 500 ? nested : '"' + nested + '"';
            assertEquals(
                    "{\"status\":200,\"message\":\"OK\",\"data\":" + data + "}",
                    wrapped(200, "application/json", nested));
        }
    }

    @Test
    void textBecomesAString() {
        assertEquals("{\"status\":200,\"message\":\"OK\",\"data\":\"你好\\n\"}", wrapped(200, "text/plain", "你好\n"));
        assertEquals("{\"status\":200,\"message\":\"OK\",\"data\":\"x\"}", wrapped(200, null, "x"));
    }

    @Test
    void jsonThatIsNoneIsText() {
        assertEquals(
                "{\"status\":200,\"message\":\"OK\",\"data\":\"{} {}\"}", wrapped(200, "application/json", "{} {}"));
        assertEquals("{\"status\":200,\"message\":\"OK\",\"data\":\"{\"}", wrapped(200, "application/json", "{"));
    }

    @Test
    void whatIsNoTextBecomesBase64() {
        assertEquals(
                "{\"status\":200,\"message\":\"OK\",\"data\":\"/wA=\",\"encoding\":\"base64\"}",
                wrapped(200, "image/png", new byte[] {(byte) 0xff, 0}));
    }

    @Test
    void nothingBecomesNull() {
        assertEquals("{\"status\":204,\"message\":\"No Content\",\"data\":null}", wrapped(204, null, ""));
    }
}
