package io.bighammer.ipc.clients;

import io.bighammer.ipc.BadRequestException;
import io.bighammer.spi.BufferBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cuts bytes into JSON objects by their braces, in whatever pieces they come. What a large one takes is paid for from the common
 * budget until {@link #giveBack}. For one thread at a time;
 * only giving back may come from another.
 */
final class ObjectSplitter {
    private static final int FIRST_SIZE = 512;
    /** So much may wait for its end without being paid for: no more than an HTTP request's head may have. */
    private static final int FREE = 16 << 10;

    private static final byte[] NOTHING = {};

    private final BufferBudget budget;
    private final int limit;
    private byte[] object = NOTHING;
    private int length;
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private final AtomicLong paid = new AtomicLong();

    /** @param limit of an object in bytes */
    ObjectSplitter(BufferBudget budget, int limit) {
        this.budget = budget;
        this.limit = limit;
    }

    /** Whether an object has begun and not ended. */
    boolean isBegun() {
        return depth > 0;
    }

    /** The next object, of which the last byte is the last one taken; empty when all bytes were taken and it needs more. */
    Optional<byte[]> next(ByteBuffer bytes) throws BadRequestException {
        if (depth == 0 && !begins(bytes)) {
            return Optional.empty();
        }
        int from = bytes.position();
        keep(bytes, from, scan(bytes));
        if (depth > 0) {
            return Optional.empty();
        }
        byte[] whole = length == object.length ? object : Arrays.copyOf(object, length);
        object = NOTHING;
        length = 0;
        return Optional.of(whole);
    }

    /** What was paid, for the object that was cut last or for the one that has begun. */
    void giveBack() {
        budget.release(paid.getAndSet(0));
    }

    private static boolean begins(ByteBuffer bytes) throws BadRequestException {
        while (bytes.hasRemaining()) {
            byte first = bytes.get(bytes.position());
            if (first == '{') {
                return true;
            }
            if (first != ' ' && first != '\t' && first != '\r' && first != '\n') {
                throw BadRequestException.noJson(
                        "A request is a JSON object and begins with '{', not with byte 0x%02x".formatted(first));
            }
            bytes.get();
        }
        return false;
    }

    /** @return the index behind the object's last byte, or the end of the bytes */
    private int scan(ByteBuffer bytes) {
        int end = bytes.limit();
        int index = bytes.position();
        while (index < end) {
            byte next = bytes.get(index++);
            if (escaped) {
                escaped = false;
            } else if (quoted) {
                escaped = next == '\\';
                quoted = next != '"';
            } else if (next == '"') {
                quoted = true;
            } else if (next == '{') {
                depth++;
            } else if (next == '}' && --depth == 0) {
                return index;
            }
        }
        return end;
    }

    private void keep(ByteBuffer bytes, int from, int to) throws BadRequestException {
        int count = to - from;
        if (length + count > limit) {
            throw BadRequestException.tooLarge(
                    "A request over this door may have %d bytes; send larger ones over HTTP".formatted(limit));
        }
        if (length + count > object.length) {
            grow(length + count);
        }
        bytes.get(object, length, count);
        length += count;
    }

    private void grow(int needed) throws BadRequestException {
        // One that has come as a whole gets what it needs; else more is likely to come.
        int size = depth == 0 ? needed : Math.min(limit, Math.max(FIRST_SIZE, Math.max(needed, 2 * object.length)));
        long price = size > FREE ? size - paid.get() : 0;
        if (price > 0) {
            if (!budget.tryAcquire(price)) {
                throw BadRequestException.overloaded("There is no memory for a large request now; try again later");
            }
            paid.addAndGet(price);
        }
        object = Arrays.copyOf(object, size);
    }
}
