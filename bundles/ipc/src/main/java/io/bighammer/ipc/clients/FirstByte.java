package io.bighammer.ipc.clients;

import io.bighammer.ipc.bhp.Frame;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;

/** Finds out by its first byte what a client speaks. */
final class FirstByte implements Talk {
    private static final int INPUT_SIZE = 4 << 10;
    private static final String WHAT_IT_MAY_BE =
            "A request is a JSON object and begins with '{', or a frame and begins" + " with byte 0xb1, not with byte ";

    private final ClientConnection connection;
    private final ClientsShared shared;

    FirstByte(ClientConnection connection, ClientsShared shared) {
        this.connection = connection;
        this.shared = shared;
    }

    @Override
    public boolean read(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return true;
        }
        byte first = bytes.get(bytes.position());
        switch (first) {
            case '{', ' ', '\t', '\r', '\n' -> connection.speak(new JsonTalk(connection, shared));
            case Frame.MAGIC -> connection.speak(new FrameTalk(connection, shared));
            default ->
                connection.sayLastLine(
                        Callback.NOOP, shared.requests().answer(400, WHAT_IT_MAY_BE + "0x%02x".formatted(first)));
        }
        return true;
    }

    @Override
    public void ended() {
        connection.close();
    }

    @Override
    public void closed(Throwable cause) {
        // It has said nothing.
    }

    @Override
    public boolean isBusy() {
        return false;
    }

    @Override
    public boolean awaitsClient() {
        return false;
    }

    @Override
    public void drain() {
        // It is idle.
    }

    @Override
    public int inputSize() {
        return INPUT_SIZE;
    }
}
