package io.bighammer.ipc.stream;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.ProtocolException;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of a body may yet be sent on a stream. One thread takes, another one grants. */
public final class Credit {
    /** More than any stream carries, with room for what is granted on top. */
    private static final long UNLIMITED = Long.MAX_VALUE / 2;

    private final AtomicLong left;

    /** @param window what the peer lets us send before it says WINDOW; 0 when the socket's buffer alone holds us up */
    public Credit(int window) {
        left = new AtomicLong(window == 0 ? UNLIMITED : window);
    }

    /** As much of this as may be sent now. */
    public int upTo(int wanted) {
        return (int) Math.min(wanted, left.get());
    }

    public void take(int count) {
        left.addAndGet(-count);
    }

    public void grant(int count) throws ProtocolException {
        if (count < 0 || left.get() + count > Integer.MAX_VALUE) {
            throw new ProtocolException(
                    ErrorCode.FLOW_CONTROL, "WINDOW gives more credit than %d bytes".formatted(Integer.MAX_VALUE));
        }
        left.addAndGet(count);
    }
}
