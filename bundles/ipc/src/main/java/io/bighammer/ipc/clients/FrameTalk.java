package io.bighammer.ipc.clients;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.FrameReader;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Outbox;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests in frames of BHP, many at a time, each on a stream that the client opens. */
final class FrameTalk implements Talk {
    private static final Logger log = LoggerFactory.getLogger(FrameTalk.class);

    private static final int INPUT_SIZE = 32 << 10;

    private final ClientConnection connection;
    private final ClientsShared shared;
    private final Outbox outbox;
    private final FrameReader reader = new FrameReader(Frame.MAX_LENGTH);
    private final ClientStreams streams;
    private final ClientFrames frames;
    private volatile boolean atBoundary = true;
    private volatile boolean noneFollows;
    private final AtomicBoolean leaving = new AtomicBoolean();

    FrameTalk(ClientConnection connection, ClientsShared shared) {
        this.connection = connection;
        this.shared = shared;
        this.outbox = new Outbox(connection.getEndPoint(), connection::atEndOfTurn, cause -> connection
                .getEndPoint()
                .close(cause));
        this.streams = new ClientStreams(this, shared);
        this.frames = new ClientFrames(this, streams);
        outbox.deferWhile(streams::areMany);
        outbox.open();
    }

    ClientConnection connection() {
        return connection;
    }

    Outbox outbox() {
        return outbox;
    }

    @Override
    public boolean read(ByteBuffer bytes) {
        try {
            reader.read(bytes, frames);
        } catch (ProtocolException e) {
            breakOff(e);
            return true;
        } finally {
            frames.pause();
            atBoundary = !reader.isBegun();
        }
        return !streams.areFull();
    }

    private void breakOff(ProtocolException cause) {
        log.info("The connection of {} is closed: {}", connection.client().address(), cause.getMessage());
        connection.hearNoMore();
        streams.loseAll(cause);
        outbox.putLast(
                FrameBuffer.of(shared.pool(), Frame.CANCEL, 0, cause.code().code(), cause.getMessage()),
                Callback.from(connection::leave, connection::close));
    }

    /** There may be room again. */
    void readOn() {
        if (!streams.areFull()) {
            connection.resume();
        }
    }

    /** A stream is over. */
    void streamEnded() {
        if (noneFollows && streams.areNone() && leaving.compareAndSet(false, true)) {
            connection.hearNoMore();
            outbox.whenWritten(Callback.from(connection::leave, connection::close));
        }
    }

    /** No stream will be opened any more: those that are open may end. */
    void noneFollows() {
        noneFollows = true;
        streams.refuseNew();
    }

    @Override
    public void ended() {
        noneFollows();
        streams.endUnfinished();
        streamEnded();
    }

    @Override
    public void closed(Throwable cause) {
        outbox.abort(cause);
        streams.loseAll(cause);
    }

    @Override
    public boolean isBusy() {
        return !streams.areNone();
    }

    @Override
    public boolean awaitsClient() {
        return !atBoundary || streams.awaitClient();
    }

    @Override
    public void drain() {
        noneFollows();
        int grace = (int) Math.min(shared.limits().get().drainTimeout().toMillis(), Integer.MAX_VALUE);
        outbox.put(FrameBuffer.of(shared.pool(), Frame.DRAIN, 0, grace, ""));
    }

    @Override
    public int inputSize() {
        return INPUT_SIZE;
    }
}
