package io.bighammer.ipc.clients;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameHandler;
import io.bighammer.ipc.bhp.HelloReader;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Incoming;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes the frames of a client to what they belong to. Those of a stream that is over are dropped: the client did not know yet. Those
 * of one that never was are an error. For the connection's I/O thread.
 */
final class ClientFrames implements FrameHandler {
    private final FrameTalk talk;
    private final ClientStreams streams;
    private boolean begun;
    /** Whose frame is being read; null when nobody waits for it any more. */
    private Incoming reading;

    ClientFrames(FrameTalk talk, ClientStreams streams) {
        this.talk = talk;
        this.streams = streams;
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
        if (frame.stream() != 0) {
            beginOnStream(frame, head);
        } else {
            beginOnConnection(frame, head);
        }
        begun = true;
    }

    private void beginOnStream(Frame frame, ByteBuffer head) throws ProtocolException {
        switch (frame.type()) {
            case Frame.REQ -> reading = streams.begin(frame, head);
            case Frame.DATA -> reading = streams.find(frame.stream());
            case Frame.CANCEL -> {
                Incoming stream = streams.find(frame.stream());
                if (stream != null) {
                    stream.cancelled(ErrorCode.of(frame.arg()), text(head));
                }
            }
            case Frame.WINDOW -> {
                Incoming stream = streams.find(frame.stream());
                if (stream != null && streams.areCredited()) {
                    stream.grant(frame.arg());
                }
            }
            default ->
                throw protocolError("A client sends no frame of type %d on stream %s"
                        .formatted(frame.type(), Integer.toUnsignedString(frame.stream())));
        }
    }

    private void beginOnConnection(Frame frame, ByteBuffer head) throws ProtocolException {
        switch (frame.type()) {
            case Frame.HELLO -> {
                if (begun) {
                    throw protocolError("HELLO can only be the first frame");
                }
                streams.hello(HelloReader.clientWindow(head));
            }
            case Frame.CANCEL -> {
                ErrorCode code = ErrorCode.of(frame.arg());
                throw new ProtocolException(code, "The client breaks off: %s %s".formatted(code, text(head)));
            }
            case Frame.PING -> streams.pong(frame.arg());
            case Frame.PONG, Frame.EVENT -> {
                // Nobody asked.
            }
            case Frame.DRAIN -> {
                talk.noneFollows();
                talk.streamEnded();
            }
            default -> throw protocolError("A frame of type %d needs a stream".formatted(frame.type()));
        }
    }

    @Override
    public void body(Frame frame, ByteBuffer piece, boolean last) throws ProtocolException {
        if (reading != null) {
            reading.data(piece, last && frame.has(Frame.END), talk.connection().input());
        }
    }

    @Override
    public void end(Frame frame) {
        if (reading != null && frame.has(Frame.END)) {
            reading.end();
            reading = null;
        }
    }

    private static ProtocolException protocolError(String message) {
        return new ProtocolException(ErrorCode.PROTOCOL, message);
    }

    private static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload).toString();
    }
}
