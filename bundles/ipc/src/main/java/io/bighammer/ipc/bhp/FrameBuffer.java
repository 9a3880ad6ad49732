package io.bighammer.ipc.bhp;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/** A pooled buffer that one frame is written into, growing with it. For one thread. */
public final class FrameBuffer extends OutputStream {
    private static final int FIRST_SIZE = 4096;

    private final ByteBufferPool pool;
    private RetainableByteBuffer pooled;
    private ByteBuffer bytes;

    public FrameBuffer(ByteBufferPool pool) {
        this.pool = pool;
        this.pooled = pool.acquire(FIRST_SIZE, true);
        this.bytes = pooled.getByteBuffer();
        BufferUtil.clearToFill(bytes);
        // The head of the frame is filled in last: only then its lengths are known.
        bytes.position(Frame.HEADER_SIZE);
    }

    /** A whole frame without a body: the connection's own frames. */
    public static RetainableByteBuffer of(ByteBufferPool pool, int type, int stream, int arg, String payload) {
        FrameBuffer buffer = new FrameBuffer(pool);
        buffer.write(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
        return buffer.finish(new Frame(type, 0, stream, buffer.length(), arg));
    }

    @Override
    public void write(int value) {
        room(1).put((byte) value);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        room(count).put(source, offset, count);
    }

    /** Copies what remains of the source. */
    public void write(ByteBuffer source) {
        room(source.remaining()).put(source);
    }

    /** Bytes of the payload that were written so far. */
    public int length() {
        return bytes.position() - Frame.HEADER_SIZE;
    }

    /** Puts the head before the payload and hands over the buffer, ready to be sent and to be released. */
    public RetainableByteBuffer finish(Frame frame) {
        frame.putTo(bytes, 0);
        BufferUtil.flipToFlush(bytes, 0);
        return pooled;
    }

    /** Gives the buffer back instead. */
    public void discard() {
        pooled.release();
    }

    private ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            RetainableByteBuffer larger = pool.acquire(Math.max(2 * bytes.capacity(), bytes.position() + count), true);
            ByteBuffer target = larger.getByteBuffer();
            BufferUtil.clearToFill(target);
            target.put(bytes.flip());
            pooled.release();
            pooled = larger;
            bytes = target;
        }
        return bytes;
    }
}
