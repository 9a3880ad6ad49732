package io.bighammer.ipc.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.Retainable;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/**
 * What a connection reads into. Pieces of bodies stay where they were read for as long as they are retained; an idle connection
 * holds no buffer. For one thread at a time.
 */
public final class Input {
    /** With less room than this left in a buffer that is in use, the next one is begun. */
    private static final int LEAST_ROOM = 4 << 10;

    private final ByteBufferPool pool;
    private RetainableByteBuffer buffer;
    private int used;
    private ByteBuffer unread = BufferUtil.EMPTY_BUFFER;

    public Input(ByteBufferPool pool) {
        this.pool = pool;
    }

    /**
     * Reads once. All that came before has been taken.
     *
     * @param size of a buffer, when a new one is needed
     * @return as {@link EndPoint#fill}
     */
    public int fill(EndPoint source, int size) throws IOException {
        unread = room(size);
        int count = source.fill(unread);
        used += Math.max(0, count);
        return count;
    }

    private ByteBuffer room(int size) {
        if (buffer != null && !buffer.isRetained()) {
            used = 0;
        } else if (buffer != null && buffer.capacity() - used < LEAST_ROOM) {
            release();
        }
        if (buffer == null) {
            buffer = pool.acquire(size, true);
            used = 0;
        }
        ByteBuffer whole = buffer.getByteBuffer();
        whole.limit(whole.capacity());
        return whole.slice(used, whole.capacity() - used).limit(0);
    }

    /** What has been read and not been taken. */
    public ByteBuffer unread() {
        return unread;
    }

    /** Whether the last reading left no room: there may be more to read at once. */
    public boolean isFull() {
        return buffer != null && used == buffer.capacity();
    }

    /** What the unread bytes lie in, for who keeps some of them. */
    public Retainable retainable() {
        return buffer;
    }

    /** Lets go of the buffer; what is unread is lost. */
    public void release() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
            unread = BufferUtil.EMPTY_BUFFER;
        }
    }
}
