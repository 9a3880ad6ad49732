package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import org.eclipse.jetty.io.ByteBufferPool;

/**
 * The way of one stream's frames to the worker.
 *
 * @param credit for the body that is sent on it
 */
record Lane(int stream, Outbox outbox, ByteBufferPool pool, Credit credit) {

    void cancel(ErrorCode code, String reason) {
        outbox.put(FrameBuffer.of(pool, Frame.CANCEL, stream, code.code(), reason));
    }

    /** Lets the worker send that much more of its body. */
    void giveCredit(int bytes) {
        outbox.put(FrameBuffer.of(pool, Frame.WINDOW, stream, bytes, ""));
    }
}
