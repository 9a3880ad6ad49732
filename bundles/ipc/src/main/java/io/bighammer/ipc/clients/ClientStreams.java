package io.bighammer.ipc.clients;

import io.bighammer.ipc.BadRequestException;
import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.HeadWriter;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.bhp.RequestHead;
import io.bighammer.ipc.stream.Credit;
import io.bighammer.ipc.stream.Incoming;
import io.bighammer.ipc.stream.Lane;
import io.bighammer.ipc.stream.Window;
import io.bighammer.spi.Answer;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;

/** The requests of one client, by their streams. They are begun by the connection's I/O thread and ended by any. */
final class ClientStreams {
    /** Of one connection at a time; what is above is sent back as not begun. */
    static final int MOST = 128;

    private final FrameTalk talk;
    private final ClientsShared shared;
    private final Map<Integer, ClientStream> open = new ConcurrentHashMap<>();
    private volatile int clientsWindow;
    private volatile boolean draining;
    private int newest;

    ClientStreams(FrameTalk talk, ClientsShared shared) {
        this.talk = talk;
        this.shared = shared;
    }

    ClientsShared shared() {
        return shared;
    }

    ClientConnection connection() {
        return talk.connection();
    }

    void readOn() {
        talk.readOn();
    }

    /** @param window how much of a body the client takes unasked */
    void hello(int window) throws ProtocolException {
        clientsWindow = window;
        FrameBuffer buffer = new FrameBuffer(shared.pool());
        HeadWriter.hello(0, Frame.MAX_LENGTH, areCredited() ? Window.SIZE : 0, buffer);
        talk.outbox().reply(buffer.finish(new Frame(Frame.HELLO, 0, 0, buffer.length(), 0)));
    }

    void pong(int number) throws ProtocolException {
        talk.outbox().reply(FrameBuffer.of(shared.pool(), Frame.PONG, 0, number, ""));
    }

    /** Whether bodies are sent by credit, both ways; then reading never stops. */
    boolean areCredited() {
        return clientsWindow > 0;
    }

    /** @return null when the request has been sent back; what follows of it is dropped */
    Incoming begin(Frame frame, ByteBuffer head) throws ProtocolException {
        int id = frame.stream();
        if ((id & 1) == 1 || open.containsKey(id)) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL,
                    "REQ on stream %s, which is %s"
                            .formatted(Integer.toUnsignedString(id), (id & 1) == 1 ? "not for clients" : "in use"));
        }
        if (newest == 0 || id - newest > 0) {
            newest = id;
        }
        if (draining) {
            return sendBack(id, ErrorCode.DRAINING, "The gateway stops or moves");
        }
        if (open.size() >= MOST) {
            return sendBack(id, ErrorCode.OVERLOADED, "%d requests are under way".formatted(MOST));
        }
        if (frame.has(Frame.UPGRADE)) {
            return sendBack(id, ErrorCode.UNSUPPORTED, "A request over this door cannot ask for message mode");
        }
        try {
            Lane lane = new Lane(id, talk.outbox(), shared.pool(), new Credit(clientsWindow));
            ClientStream stream = new ClientStream(this, frame, RequestHead.read(head), lane);
            open.put(id, stream);
            return stream;
        } catch (BadRequestException e) {
            refuse(frame, e);
            return null;
        }
    }

    private Incoming sendBack(int stream, ErrorCode code, String reason) throws ProtocolException {
        talk.outbox().reply(FrameBuffer.of(shared.pool(), Frame.CANCEL, stream, code.code(), reason));
        return null;
    }

    private void refuse(Frame request, BadRequestException cause) throws ProtocolException {
        byte[] body = shared.requests().answer(cause.status(), cause.getMessage());
        HttpFields headers = HttpFields.build().put(HttpHeader.CONTENT_TYPE, "application/json");
        FrameBuffer buffer = new FrameBuffer(shared.pool());
        HeadWriter.response(new Answer(cause.status(), headers, Content.Source.from()), buffer);
        int head = buffer.length();
        buffer.write(body, 0, body.length);
        talk.outbox().reply(buffer.finish(new Frame(Frame.RESP, Frame.END, request.stream(), buffer.length(), head)));
        if (!request.has(Frame.END)) {
            sendBack(request.stream(), ErrorCode.CANCELLED, "answered early");
        }
    }

    /** Null when it was over before the client knew. */
    Incoming find(int id) throws ProtocolException {
        ClientStream stream = open.get(id);
        // Ids wrap, so they are compared by their distance.
        if (stream == null && ((id & 1) == 1 || newest == 0 || newest - id < 0)) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "Stream %s was never opened".formatted(Integer.toUnsignedString(id)));
        }
        return stream;
    }

    boolean areNone() {
        return open.isEmpty();
    }

    boolean areMany() {
        return open.size() > 1;
    }

    /** Whether reading on would only fill memory. */
    boolean areFull() {
        return !areCredited() && any(ClientStream::isFull);
    }

    boolean awaitClient() {
        return any(ClientStream::awaitsClient);
    }

    private boolean any(Predicate<ClientStream> condition) {
        return !open.isEmpty() && open.values().stream().anyMatch(condition);
    }

    void refuseNew() {
        draining = true;
    }

    /** The client says no more: requests that are not whole will never be. */
    void endUnfinished() {
        open.values().stream().filter(stream -> !stream.isWhole()).forEach(ClientStream::endUnfinished);
    }

    void loseAll(Throwable cause) {
        open.values().forEach(stream -> stream.lost(cause));
    }

    void over(ClientStream stream) {
        open.remove(stream.id(), stream);
        talk.readOn();
        talk.streamEnded();
    }
}
