package io.bighammer.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The frames that this module writes and reads are those of vectors.json. */
class VectorsTest {
    private static final JsonNode FILE = new JsonMapper().readTree(Checkout.file("tests/conformance/vectors.json"));

    static Stream<JsonNode> frames() {
        return FILE.get("frames").valueStream().filter(vector -> !vector.has("ignored"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameIsWhatItsVectorSays(JsonNode vector) {
        byte[] bytes = HexFormat.of().parseHex(vector.get("bytes").asString());
        WireFrame header = WireFrame.begun(ByteBuffer.wrap(bytes));
        byte[] payload = new byte[bytes.length - WireFrame.HEADER];
        System.arraycopy(bytes, WireFrame.HEADER, payload, 0, payload.length);
        WireFrame frame =
                new WireFrame(header.type(), header.flags(), header.codec(), header.stream(), header.arg(), payload);
        assertEquals(vector.get("type").asString(), frame.name());
        assertEquals(WireFrame.flags(vector.get("flags")), frame.flags());
        assertEquals((int) vector.get("stream").asLong(), frame.stream());
        assertEquals((int) vector.get("arg").asLong(), frame.arg());
        assertEquals(vector.get("length").asInt(), header.payload().length);
        if (vector.has("head")) {
            assertEquals(vector.get("head"), frame.head());
        }
        if (vector.has("body")) {
            assertArrayEquals(HexFormat.of().parseHex(vector.get("body").asString()), frame.body());
        }
        assertArrayEquals(bytes, frame.bytes());
    }

    @Test
    void everyTypeHasAVector() {
        for (int type = 1; type <= 11; type++) {
            int wanted = type;
            long found = frames().filter(
                            vector -> WireFrame.type(vector.get("type").asString()) == wanted)
                    .count();
            assertEquals(true, found > 0, "type " + type);
        }
    }
}
