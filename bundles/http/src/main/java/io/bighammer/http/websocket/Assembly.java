package io.bighammer.http.websocket;

import io.bighammer.spi.BufferBudget;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** Puts a message together from its frames, within its limit and the common memory. For one thread at a time. */
final class Assembly {
    private static final int FIRST_SIZE = 256;
    private static final int CHARACTERS = 1024;

    private final BufferBudget budget;
    private boolean text;
    private byte[] bytes = new byte[0];
    private int length;
    private long paid;

    /** Why a message cannot be taken. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        RefusedException(int code, String reason) {
            super(reason, null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    Assembly(BufferBudget budget) {
        this.budget = budget;
    }

    /** @return whether the message is whole */
    boolean add(Frame frame, int most) throws RefusedException {
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            text = frame.getOpCode() == OpCode.TEXT;
        }
        ByteBuffer payload = frame.getPayload();
        int count = payload == null ? 0 : payload.remaining();
        if (count > most - length) {
            throw new RefusedException(CloseStatus.MESSAGE_TOO_LARGE, "A message may have " + most + " bytes");
        }
        if (length + count > bytes.length) {
            grow(frame.isFin() ? length + count : Math.max(FIRST_SIZE, 2 * (length + count)));
        }
        if (count > 0) {
            payload.get(bytes, length, count);
            length += count;
        }
        if (frame.isFin() && text && !isUtf8()) {
            throw new RefusedException(CloseStatus.BAD_PAYLOAD, "A text must be UTF-8");
        }
        return frame.isFin();
    }

    private void grow(int size) throws RefusedException {
        if (!budget.tryAcquire(size - paid)) {
            throw new RefusedException(CloseStatus.TRY_AGAIN_LATER, "The gateway has no memory left for messages");
        }
        paid = size;
        bytes = Arrays.copyOf(bytes, size);
    }

    private boolean isUtf8() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer whole = ByteBuffer.wrap(bytes, 0, length);
        CharBuffer characters = CharBuffer.allocate(Math.min(length + 1, CHARACTERS));
        CoderResult result;
        do {
            characters.clear();
            result = decoder.decode(whole, characters, true);
        } while (result.isOverflow());
        return !result.isError();
    }

    boolean isText() {
        return text;
    }

    ByteBuffer message() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** Begins the next message; what this one takes of the common memory is given back by the callback. */
    Callback handOver() {
        long given = paid;
        bytes = new byte[0];
        length = 0;
        paid = 0;
        return given == 0 ? Callback.NOOP : Callback.from(() -> budget.release(given));
    }
}
