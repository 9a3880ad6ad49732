package io.bighammer.ipc.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.BadRequestException;
import io.bighammer.spi.BufferBudget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes in, objects out, however the bytes are torn. */
class ObjectSplitterTest {
    private static final int LIMIT = 100_000;
    private static final int BUDGET = 1 << 20;

    private final BufferBudget budget = new BufferBudget(BUDGET);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] object) {
        return new String(object, StandardCharsets.UTF_8);
    }

    @Test
    void anObjectEndsWithItsLastBraceAndNothingBehindItIsTaken() throws Exception {
        ByteBuffer bytes = bytes(" {\"a\":{\"b\":\"}\\\"}\"}}\n{\"c\"");
        ObjectSplitter splitter = new ObjectSplitter(budget, LIMIT);

        assertEquals("{\"a\":{\"b\":\"}\\\"}\"}}", text(splitter.next(bytes).orElseThrow()));
        assertEquals(
                "\n{\"c\"", StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
        assertFalse(splitter.isBegun());
        assertEquals(Optional.empty(), splitter.next(bytes));
        assertTrue(splitter.isBegun());
    }

    @Test
    void anySplitOfTheBytesGivesTheSameObjects() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("ObjectSplitterTest: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            List<String> sent = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String object = object(random, 4);
                sent.add(object);
                stream.append(" \n\r\t".repeat(random.nextInt(2))).append(object);
            }
            assertEquals(sent, split(stream.toString().getBytes(StandardCharsets.UTF_8), random), "seed " + seed);
        }
        assertEquals(BUDGET, budget.free());
    }

    private List<String> split(byte[] stream, Random random) throws BadRequestException {
        ObjectSplitter splitter = new ObjectSplitter(budget, BUDGET);
        List<String> found = new ArrayList<>();
        for (int from = 0; from < stream.length; ) {
            int count = Math.min(stream.length - from, random.nextInt(random.nextBoolean() ? 3 : 5000));
            ByteBuffer piece = ByteBuffer.wrap(stream, from, count);
            do {
                splitter.next(piece).ifPresent(object -> found.add(text(object)));
                if (!splitter.isBegun()) {
                    splitter.giveBack();
                }
            } while (piece.hasRemaining());
            from += count;
        }
        return found;
    }

    private static String object(Random random, int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(4); i > 0; i--) {
            object.append(string(random)).append(':');
            object.append(depth > 0 && random.nextBoolean() ? object(random, depth - 1) : string(random));
            object.append(i > 1 ? "," : "");
        }
        return object.append('}').toString();
    }

    private static String string(Random random) {
        String[] parts = {"{", "}", "\\\"", "\\\\", "示例", "a", " ", "\\u007d", "x".repeat(20_000)};
        StringBuilder string = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            string.append(parts[random.nextInt(random.nextInt(20) == 0 ? parts.length : parts.length - 1)]);
        }
        return string.append('"').toString();
    }

    @Test
    void anObjectMayBeAsLongAsTheLimitAndNoLonger() throws Exception {
        String longest = "{\"a\":\"" + "x".repeat(LIMIT - 8) + "\"}";
        ObjectSplitter splitter = new ObjectSplitter(budget, LIMIT);
        assertEquals(LIMIT, splitter.next(bytes(longest)).orElseThrow().length);
        splitter.giveBack();

        BadRequestException refusal =
                assertThrows(BadRequestException.class, () -> splitter.next(bytes(longest.replace("\"}", "x\"}"))));
        assertEquals(413, refusal.status());
    }

    @Test
    void aLargeObjectIsPaidForAndOneThatCannotBeIsRefused() throws Exception {
        ObjectSplitter splitter = new ObjectSplitter(budget, LIMIT);
        splitter.next(bytes("{\"a\":\"" + "x".repeat(50_000)));
        assertTrue(budget.free() <= BUDGET - 50_000);
        splitter.giveBack();
        assertEquals(BUDGET, budget.free());

        ObjectSplitter poor = new ObjectSplitter(new BufferBudget(30_000), LIMIT);
        BadRequestException refusal =
                assertThrows(BadRequestException.class, () -> poor.next(bytes("{\"a\":\"" + "x".repeat(50_000))));
        assertEquals(503, refusal.status());
    }

    @Test
    void whatBeginsWithoutABraceIsNoObject() {
        ObjectSplitter splitter = new ObjectSplitter(budget, LIMIT);

        BadRequestException refusal = assertThrows(BadRequestException.class, () -> splitter.next(bytes(",{}")));

        assertFalse(refusal.isJson());
        assertTrue(refusal.getMessage().contains("0x2c"), refusal.getMessage());
    }
}
