package io.bighammer.ipc.bhp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The frames that the codec reads and writes are those of tests/conformance/vectors.json, as in every SDK. */
class VectorsTest {
    private static final List<String> FLAGS =
            List.of("END", "TEXT", "MORE", "UPGRADE", "ONEWAY", "IDEMPOTENT", "OPTIONAL");

    private static final JsonMapper JSON = new JsonMapper();

    private static Stream<JsonNode> vectors(String key) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("tests/conformance/vectors.json"))) {
            folder = folder.getParent();
        }
        return JSON.readTree(folder.resolve("tests/conformance/vectors.json"))
                .get(key)
                .valueStream();
    }

    static Stream<JsonNode> frames() {
        return vectors("frames");
    }

    static Stream<JsonNode> malformed() {
        return vectors("malformed");
    }

    /** Takes what one frame brings. */
    private static final class Listener implements FrameHandler {
        final List<Frame> begun = new ArrayList<>();
        final ByteArrayOutputStream head = new ByteArrayOutputStream();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        int ended;

        @Override
        public void begin(Frame frame, ByteBuffer bytes) {
            begun.add(frame);
            copy(bytes, head);
        }

        @Override
        public void body(Frame frame, ByteBuffer piece, boolean last) {
            copy(piece, body);
        }

        @Override
        public void end(Frame frame) {
            ended++;
        }

        private static void copy(ByteBuffer from, ByteArrayOutputStream to) {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            to.writeBytes(bytes);
        }
    }

    private static ByteBuffer bytes(JsonNode vector) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(vector.get("bytes").asString()));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameIsWhatItsVectorSays(JsonNode vector) throws Exception {
        Listener heard = new Listener();
        new FrameReader(Frame.MAX_LENGTH).read(bytes(vector), heard);
        if (vector.has("ignored")) {
            assertEquals(0, heard.begun.size());
            return;
        }
        Frame frame = heard.begun.get(0);
        int flags = vector.get("flags")
                .valueStream()
                .mapToInt(flag -> 1 << FLAGS.indexOf(flag.asString()))
                .sum();
        assertEquals(
                List.of(
                        flags,
                        (int) vector.get("stream").asLong(),
                        vector.get("length").asInt(),
                        (int) vector.get("arg").asLong()),
                List.of(frame.flags(), frame.stream(), frame.length(), frame.arg()));
        assertEquals(Frame.class.getField(vector.get("type").asString()).getInt(null), frame.type());
        assertEquals(1, heard.ended);
        if (vector.has("head")) {
            assertEquals(vector.get("head"), JSON.readTree(heard.head.toByteArray()));
        }
        if (vector.has("text")) {
            assertEquals(vector.get("text").asString(), heard.head.toString(StandardCharsets.UTF_8));
        }
        assertEquals(vector.path("body").asString(""), HexFormat.of().formatHex(heard.body.toByteArray()));
        ByteBuffer written = bytes(vector).duplicate();
        frame.putTo(written, 0);
        assertArrayEquals(bytes(vector).array(), written.array());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsMalformedIsRefused(JsonNode vector) {
        ProtocolException refusal = assertThrows(
                ProtocolException.class, () -> new FrameReader(Frame.MAX_LENGTH).read(bytes(vector), new Listener()));
        assertEquals(ErrorCode.valueOf(vector.get("error").asString()), refusal.code());
    }
}
