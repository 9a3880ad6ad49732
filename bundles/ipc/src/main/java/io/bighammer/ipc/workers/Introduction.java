package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.FrameHandler;
import io.bighammer.ipc.bhp.HeadWriter;
import io.bighammer.ipc.bhp.HelloReader;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.spi.Hello;
import io.bighammer.spi.WorkerRefusedException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.RetainableByteBuffer;

/** Stands before the conversation with a worker: nothing passes until HELLO was heard and the worker let in. */
final class Introduction implements FrameHandler {
    private static final long PING_MILLIS = 5_000;

    private final WorkersShared shared;
    private final Outbox outbox;
    private final WorkerConnection connection;
    private final String peerUser;
    private volatile boolean done;

    Introduction(WorkersShared shared, Outbox outbox, WorkerConnection connection, String peerUser) {
        this.shared = shared;
        this.outbox = outbox;
        this.connection = connection;
        this.peerUser = peerUser;
    }

    boolean isDone() {
        return done;
    }

    @Override
    public void begin(Frame frame, ByteBuffer head) throws ProtocolException {
        if (done) {
            connection.begin(frame, head);
            return;
        }
        if (frame.type() != Frame.HELLO || frame.stream() != 0) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "The first frame must be HELLO on stream 0");
        }
        Hello hello = HelloReader.read(head);
        try {
            connection.listen(shared.admission().admit(oneAtATime(hello), peerUser, connection));
        } catch (WorkerRefusedException e) {
            throw new ProtocolException(ErrorCode.AUTH, e.getMessage());
        }
        done = true;
        outbox.open(answer());
    }

    /** A worker that could do more gets one request at a time all the same. */
    private static Hello oneAtATime(Hello hello) {
        return new Hello(
                hello.service(),
                hello.instance(),
                hello.generation(),
                hello.pid(),
                hello.token(),
                hello.lang(),
                hello.sdk(),
                1,
                hello.maxFrame(),
                0);
    }

    private RetainableByteBuffer answer() {
        FrameBuffer buffer = new FrameBuffer(shared.pool());
        HeadWriter.hello(PING_MILLIS, Frame.MAX_LENGTH, 0, buffer);
        return buffer.finish(new Frame(Frame.HELLO, 0, 0, buffer.length(), 0));
    }

    @Override
    public void body(Frame frame, ByteBuffer piece, boolean last) {
        connection.body(frame, piece, last);
    }

    @Override
    public void end(Frame frame) {
        connection.end(frame);
    }
}
