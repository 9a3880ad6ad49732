package io.bighammer.core.websocket;

import io.bighammer.spi.ClientSocket;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;

/** Counts the messages that go to a client. */
record CountedSocket(ClientSocket client, SocketFigures figures) implements ClientSocket {

    @Override
    public void send(boolean text, ByteBuffer message, Callback sent) {
        figures.sends();
        client.send(text, message, sent);
    }

    @Override
    public void sendPart(boolean text, ByteBuffer part, boolean last, Callback sent) {
        if (last) {
            figures.sends();
        }
        client.sendPart(text, part, last, sent);
    }

    @Override
    public void demand() {
        client.demand();
    }

    @Override
    public void close(int code, String reason) {
        client.close(code, reason);
    }
}
