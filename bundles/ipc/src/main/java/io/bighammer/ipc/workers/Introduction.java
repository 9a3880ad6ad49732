package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.FrameHandler;
import io.bighammer.ipc.bhp.HeadWriter;
import io.bighammer.ipc.bhp.HelloReader;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Outbox;
import io.bighammer.ipc.stream.Window;
import io.bighammer.spi.Hello;
import io.bighammer.spi.WorkerRefusedException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.io.RetainableByteBuffer;

/** Stands before the conversation with a worker: nothing passes until HELLO was heard and the worker let in. */
final class Introduction implements FrameHandler {
    private static final long PING_MILLIS = 5_000;

    private final WorkersShared shared;
    private final Outbox outbox;
    private final WorkerChannel channel;
    private final String peerUser;
    private volatile Optional<WorkerConnection> connection = Optional.empty();
    private volatile boolean done;

    Introduction(WorkersShared shared, Outbox outbox, WorkerChannel channel, String peerUser) {
        this.shared = shared;
        this.outbox = outbox;
        this.channel = channel;
        this.peerUser = peerUser;
    }

    /** Whether the worker was let in. */
    boolean isDone() {
        return done;
    }

    /** Empty as long as no HELLO was heard. */
    Optional<WorkerConnection> connection() {
        return connection;
    }

    /** Nothing more has come for the moment. */
    void pause() {
        connection.ifPresent(worker -> worker.frames().pause());
    }

    @Override
    public void begin(Frame frame, ByteBuffer head) throws ProtocolException {
        if (done) {
            connection.orElseThrow().frames().begin(frame, head);
            return;
        }
        if (frame.type() != Frame.HELLO || frame.stream() != 0) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "The first frame must be HELLO on stream 0");
        }
        letIn(HelloReader.read(head));
    }

    private void letIn(Hello said) throws ProtocolException {
        Hello hello = said.maxStreams() <= StreamTable.MOST ? said : withStreams(StreamTable.MOST, said);
        WorkerConnection worker = new WorkerConnection(hello, channel, outbox, shared);
        connection = Optional.of(worker);
        if (worker.isCredited()) {
            outbox.deferWhile(worker::isBusy);
        }
        try {
            worker.listen(shared.admission().admit(hello, peerUser, worker));
        } catch (WorkerRefusedException e) {
            throw new ProtocolException(ErrorCode.AUTH, e.getMessage());
        }
        done = true;
        // Closed meanwhile, when there was no connection yet to hear of it.
        channel.shutFor().ifPresent(worker::closed);
        outbox.open(answer(worker.isCredited() ? Window.SIZE : 0));
    }

    private static Hello withStreams(int count, Hello said) {
        return new Hello(
                said.service(),
                said.instance(),
                said.generation(),
                said.pid(),
                said.token(),
                said.lang(),
                said.sdk(),
                count,
                said.maxFrame(),
                said.window());
    }

    private RetainableByteBuffer answer(int window) {
        FrameBuffer buffer = new FrameBuffer(shared.pool());
        HeadWriter.hello(PING_MILLIS, Frame.MAX_LENGTH, window, buffer);
        return buffer.finish(new Frame(Frame.HELLO, 0, 0, buffer.length(), 0));
    }

    @Override
    public void body(Frame frame, ByteBuffer piece, boolean last) throws ProtocolException {
        connection.orElseThrow().frames().body(frame, piece, last);
    }

    @Override
    public void end(Frame frame) {
        connection.orElseThrow().frames().end(frame);
    }
}
