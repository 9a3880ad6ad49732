package io.bighammer.services.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.BufferBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;

class BufferedBodyTest {
    private static final long BUDGET = 1 << 20;

    private final BufferBudget budget = new BufferBudget(BUDGET);
    private final TrickleSource source = new TrickleSource();
    private final List<Throwable> ready = new ArrayList<>();
    private final BufferedBody body = new BufferedBody(source, budget, true, ready::add);

    @Test
    void aShortBodyIsReadyWhenItIsWhole() {
        body.collect();
        source.give(bytes("slow "), false);
        source.give(bytes("client"), false);
        assertTrue(ready.isEmpty(), "nobody is to wait for this client");
        source.give(bytes("!"), true);
        assertEquals(1, ready.size());
        assertNull(ready.get(0));
        assertEquals("slow client!", readAll(body.reader().orElseThrow()));
    }

    @Test
    void aLongBodyIsReadyWhenItsFrontIsHereAndTheRestFollows() {
        body.collect();
        byte[] piece = new byte[64 * 1024];
        for (int i = 0; i < 3; i++) {
            source.give(piece, false);
        }
        assertTrue(ready.isEmpty());
        source.give(piece, false);
        assertEquals(1, ready.size());
        Content.Source reader = body.reader().orElseThrow();
        source.give(bytes("the rest"), true);
        String all = readAll(reader);
        assertEquals(4 * piece.length + 8, all.length());
        assertTrue(all.endsWith("the rest"));
    }

    @Test
    void aBodyThatIsWholeCanBeReadAgainAndTheRestOfALongOneCannot() {
        body.collect();
        source.give(bytes("once"), true);
        assertEquals("once", readAll(body.reader().orElseThrow()));
        assertTrue(body.readable());
        assertEquals("once", readAll(body.reader().orElseThrow()));

        TrickleSource large = new TrickleSource();
        BufferedBody front = new BufferedBody(large, budget, true, ready::add);
        front.collect();
        large.give(new byte[300_000], false);
        Content.Source reader = front.reader().orElseThrow();
        reader.read().release();
        assertTrue(front.readable(), "only the front was read");
        assertNull(reader.read());
        assertFalse(front.readable());
    }

    @Test
    void everyChunkAndTheBudgetAreGivenBack() {
        body.collect();
        source.give(new byte[100_000], false);
        source.give(new byte[10], false);
        source.give(new byte[200_000], false);
        Content.Source first = body.reader().orElseThrow();
        first.read().release();
        first.fail(new IOException("the worker died"));
        Content.Source second = body.reader().orElseThrow();
        body.release();
        assertTrue(budget.free() < BUDGET, "the second reader still needs the front");
        source.give(bytes("end"), true);
        assertEquals(300_013, readAll(second).length());
        assertEquals(0, source.held());
        assertEquals(BUDGET, budget.free());
    }

    @Test
    void aBodyThatIsGivenUpWhileItComesInIsGivenBackAtOnce() {
        body.collect();
        source.give(new byte[50_000], false);
        body.release();
        body.release();
        assertEquals(0, source.held());
        assertEquals(BUDGET, budget.free());
        assertTrue(ready.isEmpty());
    }

    @Test
    void whenTheBudgetIsUsedUpItGoesOnWithWhatIsHere() {
        BufferedBody poor = new BufferedBody(source, new BufferBudget(70_000), true, ready::add);
        poor.collect();
        source.give(new byte[60_000], false);
        assertTrue(ready.isEmpty());
        source.give(new byte[20_000], false);
        assertEquals(1, ready.size());
    }

    @Test
    void singleBytesDoNotHoldTheBuffersThatTheyCameIn() {
        body.collect();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            String letter = String.valueOf((char) ('a' + i % 26));
            expected.append(letter);
            source.give(bytes(letter), false);
        }
        assertEquals(0, source.held());
        assertTrue(BUDGET - budget.free() < 30_000, "and take no more memory than they are long");
        source.give(bytes("."), true);
        assertEquals(expected + ".", readAll(body.reader().orElseThrow()));
    }

    @Test
    void aBodyThatBreaksOffSaysWhy() {
        IOException cause = new IOException("gone");
        body.collect();
        source.breakOff(cause);
        assertSame(cause, ready.get(0));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String readAll(Content.Source reader) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            Content.Chunk chunk = reader.read();
            if (chunk == null || Content.Chunk.isFailure(chunk)) {
                throw new AssertionError("incomplete: " + chunk);
            }
            byte[] bytes = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(bytes);
            all.writeBytes(bytes);
            chunk.release();
            if (chunk.isLast()) {
                return all.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
