package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameHandler;
import io.bighammer.ipc.bhp.LoadedFiles;
import io.bighammer.ipc.bhp.PongReader;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Incoming;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes the frames of a worker that was let in to what they belong to. Those of a stream that is over are dropped: the worker
 * did not know yet. Those of one that never was are an error. For the connection's I/O thread.
 */
final class WorkerFrames implements FrameHandler {
    private final WorkerConnection connection;
    private final StreamTable requests;
    private final WorkerCalls calls;
    private final WorkerChannel channel;
    /** Whose frame is being read; null when nobody waits for it any more. */
    private Incoming reading;
    /** The same when it is a stream of messages, which wants to know where frames end. */
    private WorkerMessages conversing;

    WorkerFrames(WorkerConnection connection, StreamTable requests, WorkerCalls calls, WorkerChannel channel) {
        this.connection = connection;
        this.requests = requests;
        this.calls = calls;
        this.channel = channel;
    }

    /** Nothing more has come for the moment. */
    void pause() {
        if (reading != null) {
            reading.announce();
        }
    }

    @Override
    public void begin(Frame frame, ByteBuffer head) throws ProtocolException {
        pause();
        reading = null;
        conversing = null;
        if (frame.stream() != 0) {
            beginOnStream(frame, head);
        } else {
            beginOnConnection(frame, head);
        }
    }

    private void beginOnStream(Frame frame, ByteBuffer head) throws ProtocolException {
        switch (frame.type()) {
            case Frame.REQ -> reading = calls.begin(frame, head, connection.lane(frame.stream()));
            case Frame.RESP -> answer(frame, head);
            case Frame.DATA, Frame.MSG -> beginData(frame);
            case Frame.CANCEL -> {
                Incoming stream = find(frame.stream());
                if (stream != null) {
                    stream.cancelled(ErrorCode.of(frame.arg()), text(head));
                }
            }
            case Frame.WINDOW -> {
                Incoming stream = find(frame.stream());
                if (stream != null && connection.isCredited()) {
                    stream.grant(frame.arg());
                }
            }
            default ->
                throw protocolError(
                        "A frame of type %d belongs to stream 0, not %d".formatted(frame.type(), frame.stream()));
        }
    }

    private void beginData(Frame frame) throws ProtocolException {
        reading = find(frame.stream());
        if (reading instanceof WorkerMessages messages) {
            conversing = messages;
            messages.begin(frame);
        } else if (reading != null && frame.type() == Frame.MSG) {
            throw protocolError("Stream %d is not in message mode".formatted(frame.stream()));
        } else if (reading != null && !reading.takesData()) {
            throw protocolError("DATA before RESP on stream " + frame.stream());
        }
    }

    private void beginOnConnection(Frame frame, ByteBuffer head) throws ProtocolException {
        switch (frame.type()) {
            case Frame.CANCEL -> {
                ErrorCode code = ErrorCode.of(frame.arg());
                throw new ProtocolException(code, "The worker breaks off: %s %s".formatted(code, text(head)));
            }
            case Frame.PING -> connection.pong(frame.arg());
            case Frame.PONG -> {
                PongReader.Pong pong = PongReader.read(head);
                connection.listener().pong(pong.rss(), pong.inFlight());
            }
            case Frame.DRAIN -> connection.drained(frame);
            case Frame.EVENT -> connection.listener().loaded(LoadedFiles.read(head));
            case Frame.HELLO -> throw protocolError("A second HELLO");
            default -> throw protocolError("A frame of type %d needs a stream".formatted(frame.type()));
        }
    }

    @Override
    public void body(Frame frame, ByteBuffer piece, boolean last) throws ProtocolException {
        if (reading != null) {
            reading.data(piece, last && frame.has(Frame.END), channel.input());
        }
    }

    @Override
    public void end(Frame frame) {
        if (conversing != null) {
            conversing.frameEnds();
        }
        if (reading != null && frame.has(Frame.END)) {
            reading.end();
            reading = null;
        }
    }

    private void answer(Frame frame, ByteBuffer head) throws ProtocolException {
        if (isWorkers(frame.stream())) {
            throw protocolError("RESP on stream %d, which the worker has opened".formatted(frame.stream()));
        }
        if (connection.conversation(frame.stream()) != null) {
            throw protocolError("A second RESP on stream " + frame.stream());
        }
        WorkerStream stream = findRequest(frame.stream());
        if (stream != null) {
            stream.answer(frame, head);
            reading = stream;
        }
    }

    /** Null when it was over before the worker knew. */
    private Incoming find(int stream) throws ProtocolException {
        if (!isWorkers(stream)) {
            WorkerMessages messages = connection.conversation(stream);
            return messages == null ? findRequest(stream) : messages;
        }
        WorkerCall call = calls.find(stream);
        if (call == null && !calls.wasOpened(stream)) {
            throw neverOpened(stream);
        }
        return call;
    }

    private WorkerStream findRequest(int stream) throws ProtocolException {
        WorkerStream request = requests.find(stream);
        if (request == null && !requests.wasOpened(stream)) {
            throw neverOpened(stream);
        }
        return request;
    }

    private static boolean isWorkers(int stream) {
        return (stream & 1) == 0;
    }

    private static ProtocolException neverOpened(int stream) {
        return protocolError("Stream %s was never opened".formatted(Integer.toUnsignedString(stream)));
    }

    private static ProtocolException protocolError(String message) {
        return new ProtocolException(ErrorCode.PROTOCOL, message);
    }

    private static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload).toString();
    }
}
