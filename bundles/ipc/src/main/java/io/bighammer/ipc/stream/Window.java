package io.bighammer.ipc.stream;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.ProtocolException;
import java.util.concurrent.atomic.AtomicLong;

/** What a peer may yet send on a stream, and when it is time to tell it that it may send more. Safe for use by many threads. */
public final class Window {
    /**
     * For each stream of a peer with credit, and what a slow reader makes us hold of it. Two frames' worth: credit that is not
     * worth giving back yet never keeps a whole frame from being sent.
     */
    public static final int SIZE = 2 * Frame.CHUNK;

    private static final long UNLIMITED = Long.MAX_VALUE / 2;

    private final long giveFrom;
    private final AtomicLong left;
    private final AtomicLong owed = new AtomicLong();

    /** @param credited whether the peer keeps to credit; otherwise the connection stops reading when it must */
    public Window(boolean credited) {
        long size = credited ? SIZE : UNLIMITED;
        giveFrom = size / 2;
        left = new AtomicLong(size);
    }

    /** The peer has sent that much. */
    public void use(int count) throws ProtocolException {
        if (left.addAndGet(-count) < 0) {
            throw new ProtocolException(
                    ErrorCode.FLOW_CONTROL,
                    "The other side sent more on a stream than its credit of %d bytes and what it was given since"
                            .formatted(SIZE));
        }
    }

    /**
     * Its reader has done with that much.
     *
     * @return the credit to give the peer now; 0 while it is not worth a frame
     */
    public int consumed(int count) {
        if (owed.addAndGet(count) < giveFrom) {
            return 0;
        }
        int credit = (int) owed.getAndSet(0);
        left.addAndGet(credit);
        return credit;
    }
}
