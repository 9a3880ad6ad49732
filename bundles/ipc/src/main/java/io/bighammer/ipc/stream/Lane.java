package io.bighammer.ipc.stream;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.ByteBufferPool;

/**
 * The way of one stream's frames to the peer.
 *
 * @param credit for the body that is sent on it
 */
public record Lane(int stream, Outbox outbox, ByteBufferPool pool, Credit credit) {

    public void cancel(ErrorCode code, String reason) {
        outbox.put(FrameBuffer.of(pool, Frame.CANCEL, stream, code.code(), reason));
    }

    /** Lets the peer send that much more of its body. */
    public void giveCredit(int bytes) {
        outbox.put(FrameBuffer.of(pool, Frame.WINDOW, stream, bytes, ""));
    }

    /**
     * Ends our side of a stream of messages.
     *
     * @param code of WebSocket
     */
    public void end(int code, String reason) {
        FrameBuffer buffer = new FrameBuffer(pool);
        buffer.write(StandardCharsets.UTF_8.encode(reason));
        outbox.put(buffer.finish(new Frame(Frame.DATA, Frame.END, stream, buffer.length(), code)));
    }
}
