package io.bighammer.ipc.bhp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames in whatever pieces, and bytes that are no frames. */
class FrameReaderTest {
    private static final int MAX_LENGTH = 100_000;

    private final Recorder recorder = new Recorder();
    private final FrameReader reader = new FrameReader(MAX_LENGTH);

    /** Writes down what it hears, bodies put together. */
    private static final class Recorder implements FrameHandler {
        final List<String> frames = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private String head = "";
        private boolean last;

        @Override
        public void begin(Frame frame, ByteBuffer bytes) {
            head = StandardCharsets.ISO_8859_1.decode(bytes).toString();
            body.reset();
            last = frame.length() == head.length();
        }

        @Override
        public void body(Frame frame, ByteBuffer piece, boolean lastPiece) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            body.writeBytes(bytes);
            last = lastPiece;
        }

        @Override
        public void end(Frame frame) {
            assertTrue(last);
            frames.add(line(frame, head, body.toByteArray()));
        }

        static String line(Frame frame, String head, byte[] body) {
            return "%d/%d/%d/%d %s|%s"
                    .formatted(
                            frame.type(),
                            frame.flags(),
                            frame.stream(),
                            frame.arg(),
                            head,
                            new String(body, StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] frame(int type, int flags, int stream, int arg, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER_SIZE + bytes.length);
        new Frame(type, flags, stream, bytes.length, arg).putTo(frame, 0);
        return frame.put(Frame.HEADER_SIZE, bytes).array();
    }

    private String refusal(byte[] bytes) {
        return assertThrows(ProtocolException.class, () -> reader.read(ByteBuffer.wrap(bytes), recorder))
                .getMessage();
    }

    @Test
    void theHeadOfAFrameIsSixteenBytesBigEndian() {
        byte[] bytes = frame(Frame.RESP, Frame.END, 0x01020305, 2, "{}x");
        assertEquals(
                "b1 03 01 00 01 02 03 05 00 00 00 03 00 00 00 02 7b 7d 78",
                java.util.HexFormat.ofDelimiter(" ").formatHex(bytes));
    }

    @Test
    void framesThatComeTogetherAreTakenApart() throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(frame(Frame.REQ, 0, 1, 2, "{}body"));
        both.writeBytes(frame(Frame.DATA, Frame.END, 1, 0, ""));
        reader.read(ByteBuffer.wrap(both.toByteArray()), recorder);
        assertEquals(List.of("2/0/1/2 {}|body", "4/1/1/0 |"), recorder.frames);
    }

    @Test
    void aTornFrameIsPutTogether() throws Exception {
        for (byte b : frame(Frame.RESP, Frame.END, 3, 12, "{\"status\":1}the body")) {
            reader.read(ByteBuffer.wrap(new byte[] {b}), recorder);
        }
        assertEquals(List.of("3/1/3/12 {\"status\":1}|the body"), recorder.frames);
    }

    @Test
    void anythingCutAnywhereIsReadAsItWasWritten() throws Exception {
        Random random = new Random(20261123);
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            List<String> expected = new ArrayList<>();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                addRandomFrame(random, all, expected);
            }
            Recorder heard = new Recorder();
            FrameReader fresh = new FrameReader(MAX_LENGTH);
            ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray());
            while (bytes.hasRemaining()) {
                int count = Math.min(bytes.remaining(), random.nextInt(1, random.nextBoolean() ? 20 : 5000));
                fresh.read(bytes.slice(bytes.position(), count), heard);
                bytes.position(bytes.position() + count);
            }
            assertEquals(expected, heard.frames);
        }
    }

    private static void addRandomFrame(Random random, ByteArrayOutputStream all, List<String> expected) {
        int type = random.nextInt(1, 12);
        byte[] payload = new byte[random.nextInt(random.nextBoolean() ? 30 : 5000)];
        random.nextBytes(payload);
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        boolean hasHead = type == Frame.REQ || type == Frame.RESP;
        int arg = hasHead ? random.nextInt(payload.length + 1) : random.nextInt();
        boolean allHead = !hasHead && type != Frame.DATA && type != Frame.MSG;
        int head = allHead ? payload.length : hasHead ? arg : 0;
        int flags = random.nextInt(128);
        int stream = random.nextInt() | 1;
        all.writeBytes(frame(type, flags, stream, arg, text));
        expected.add(Recorder.line(
                new Frame(type, flags, stream, payload.length, arg),
                text.substring(0, head),
                text.substring(head).getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void noiseIsRefusedOrReadButNeverBreaksTheReader() {
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 5000; round++) {
            byte[] noise = frame(Frame.RESP, 0, 1, 2, "{}" + "x".repeat(random.nextInt(50)));
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            try {
                new FrameReader(MAX_LENGTH).read(ByteBuffer.wrap(noise), new QuietHandler());
            } catch (ProtocolException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000);
    }

    private static final class QuietHandler implements FrameHandler {
        @Override
        public void begin(Frame frame, ByteBuffer head) {}

        @Override
        public void body(Frame frame, ByteBuffer piece, boolean last) {}

        @Override
        public void end(Frame frame) {}
    }

    @Test
    void aStrayByteIsNoticedAtOnce() {
        assertEquals("Byte 0x57 stands where a frame must begin with 0xb1", refusal(new byte[] {'W'}));
    }

    @Test
    void anUnknownTypeIsRefusedUnlessItIsOptional() throws Exception {
        assertEquals("Frame type 12 is not known", refusal(frame(12, 0, 0, 0, "")));
        FrameReader fresh = new FrameReader(MAX_LENGTH);
        fresh.read(ByteBuffer.wrap(frame(12, Frame.OPTIONAL, 0, 99, "whatever")), recorder);
        fresh.read(ByteBuffer.wrap(frame(Frame.PING, 0, 0, 5, "")), recorder);
        assertEquals(List.of("8/0/0/5 |"), recorder.frames);
    }

    @Test
    void aFrameBeyondTheLimitIsRefusedBeforeItsPayloadComes() {
        assertEquals(
                "A frame of 100001 bytes is longer than the agreed 100000", refusal(headOnly(Frame.DATA, 100_001, 0)));
    }

    @Test
    void aLengthThatLooksNegativeIsOnlyLarge() {
        assertEquals(
                "A frame of 4294967295 bytes is longer than the agreed 100000", refusal(headOnly(Frame.DATA, -1, 0)));
    }

    @Test
    void aHeadThatDoesNotFitIsRefused() {
        assertEquals("A head of 3 bytes does not fit into a frame of 2", refusal(headOnly(Frame.RESP, 2, 3)));
        FrameReader fresh = new FrameReader(MAX_LENGTH);
        assertThrows(ProtocolException.class, () -> fresh.read(ByteBuffer.wrap(headOnly(Frame.RESP, 2, -1)), recorder));
    }

    @Test
    void aHeadLongerThanAnyIsRefused() {
        assertEquals("A head of 65537 bytes is longer than 65536", refusal(headOnly(Frame.HELLO, 65_537, 0)));
    }

    @Test
    void aBodyNeedsAStream() {
        assertEquals("A frame of type 4 needs a stream other than 0", refusal(frame(Frame.DATA, 0, 0, 0, "x")));
    }

    @Test
    void anotherCodecIsRefused() {
        byte[] bytes = frame(Frame.RESP, 0, 1, 0, "");
        bytes[3] = 1;
        assertEquals("Codec 1 is not known; 0 is JSON", refusal(bytes));
    }

    private static byte[] headOnly(int type, int length, int arg) {
        ByteBuffer head = ByteBuffer.allocate(Frame.HEADER_SIZE);
        new Frame(type, 0, 1, length, arg).putTo(head, 0);
        return head.array();
    }
}
