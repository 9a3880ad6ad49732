package io.bighammer.ipc.bhp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes frames apart as their bytes arrive, in whatever pieces. Heads are gathered, in a buffer that grows with what has
 * arrived and never with what was announced; bodies are passed on as slices of the input. For one thread at a time.
 */
public final class FrameReader {
    private static final int FIRST_HEAD_SIZE = 1024;

    private enum State {
        HEADER,
        HEAD,
        BODY
    }

    private final int maxLength;
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_SIZE);
    private byte[] head = new byte[FIRST_HEAD_SIZE];
    private int headLength;
    private int headRead;
    private int bodyLeft;
    private Frame frame;
    private State state = State.HEADER;

    public FrameReader(int maxLength) {
        this.maxLength = maxLength;
    }

    /** Whether a frame has begun and not ended. */
    public boolean isBegun() {
        return state != State.HEADER || header.position() > 0;
    }

    /** Reads the input to its end. After an exception the reader is of no further use. */
    public void read(ByteBuffer input, FrameHandler handler) throws ProtocolException {
        boolean more = true;
        while (more) {
            more = switch (state) {
                case HEADER -> readHeader(input);
                case HEAD -> readHead(input, handler);
                case BODY -> readBody(input, handler);
            };
        }
    }

    private boolean readHeader(ByteBuffer input) throws ProtocolException {
        if (!input.hasRemaining()) {
            return false;
        }
        if (header.position() == 0 && input.get(input.position()) != Frame.MAGIC) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL,
                    "Byte 0x%02x stands where a frame must begin with 0xb1".formatted(input.get(input.position())));
        }
        int count = Math.min(header.remaining(), input.remaining());
        header.put(header.position(), input, input.position(), count);
        header.position(header.position() + count);
        input.position(input.position() + count);
        if (header.hasRemaining()) {
            return false;
        }
        frame = new Frame(
                header.get(1) & 0xff, header.get(2) & 0xff, header.getInt(4), header.getInt(8), header.getInt(12));
        check(frame, header.get(3));
        header.clear();
        headLength = frame.isKnown() ? frame.headLength() : 0;
        headRead = 0;
        bodyLeft = frame.length() - headLength;
        state = State.HEAD;
        return true;
    }

    private void check(Frame frame, byte codec) throws ProtocolException {
        if (frame.length() < 0 || frame.length() > maxLength) {
            throw new ProtocolException(
                    ErrorCode.TOO_LARGE,
                    "A frame of %d bytes is longer than the agreed %d"
                            .formatted(Integer.toUnsignedLong(frame.length()), maxLength));
        }
        if (!frame.isKnown()) {
            if (!frame.has(Frame.OPTIONAL)) {
                throw new ProtocolException(
                        ErrorCode.UNSUPPORTED, "Frame type %d is not known".formatted(frame.type()));
            }
            return;
        }
        if (codec != Frame.CODEC_JSON) {
            throw new ProtocolException(ErrorCode.UNSUPPORTED, "Codec %d is not known; 0 is JSON".formatted(codec));
        }
        if (frame.hasBody() && frame.stream() == 0) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "A frame of type %d needs a stream other than 0".formatted(frame.type()));
        }
        checkHead(frame);
    }

    private static void checkHead(Frame frame) throws ProtocolException {
        int length = frame.headLength();
        if (length < 0 || length > frame.length()) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL,
                    "A head of %d bytes does not fit into a frame of %d"
                            .formatted(Integer.toUnsignedLong(length), frame.length()));
        }
        if (length > Frame.MAX_HEAD) {
            throw new ProtocolException(
                    ErrorCode.TOO_LARGE, "A head of %d bytes is longer than %d".formatted(length, Frame.MAX_HEAD));
        }
    }

    private boolean readHead(ByteBuffer input, FrameHandler handler) throws ProtocolException {
        int count = Math.min(headLength - headRead, input.remaining());
        if (headRead + count > head.length) {
            head = Arrays.copyOf(head, Math.min(headLength, Math.max(2 * head.length, headRead + count)));
        }
        input.get(head, headRead, count);
        headRead += count;
        if (headRead < headLength) {
            return false;
        }
        if (frame.isKnown()) {
            handler.begin(frame, ByteBuffer.wrap(head, 0, headLength));
        }
        state = State.BODY;
        return true;
    }

    private boolean readBody(ByteBuffer input, FrameHandler handler) throws ProtocolException {
        int count = Math.min(bodyLeft, input.remaining());
        if (count > 0) {
            bodyLeft -= count;
            if (frame.isKnown()) {
                handler.body(frame, input.slice(input.position(), count), bodyLeft == 0);
            }
            input.position(input.position() + count);
        }
        if (bodyLeft > 0) {
            return false;
        }
        if (frame.isKnown()) {
            handler.end(frame);
        }
        state = State.HEADER;
        return true;
    }
}
