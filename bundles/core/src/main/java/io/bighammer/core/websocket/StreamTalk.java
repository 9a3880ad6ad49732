package io.bighammer.core.websocket;

import io.bighammer.spi.MessageStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;

/** A worker has taken the WebSocket: messages go both ways on a stream. */
final class StreamTalk implements Talk, MessageStream.Listener {
    private final Connection connection;
    private final MessageStream stream;
    /** The worker is in the middle of a message. Looked at by the thread that tells what the worker says. */
    private boolean halfSaid;

    StreamTalk(Connection connection, MessageStream stream) {
        this.connection = connection;
        this.stream = stream;
    }

    @Override
    public void begin() {
        stream.listen(this);
    }

    @Override
    public void say(Message message, Runnable said) {
        Runnable over = () -> {
            message.done().succeeded();
            said.run();
        };
        stream.send(message.text(), message.bytes(), Callback.from(over, lost -> over.run()));
    }

    @Override
    public void end(int code, String reason) {
        stream.end(code, reason);
    }

    @Override
    public void part(boolean text, ByteBuffer part, boolean last, Callback taken) {
        halfSaid = !last;
        connection.sendPart(text, part, last, taken);
    }

    @Override
    public void leaving() {
        connection.leaving(this);
    }

    @Override
    public void ended(int code, String reason) {
        if (halfSaid) {
            stream.end(code, "");
            lost("the worker ended in the middle of a message");
        } else {
            connection.ended(this, code, reason);
        }
    }

    @Override
    public void lost(String reason) {
        connection.lost(this, reason);
    }
}
