package io.bighammer.http.websocket;

import io.bighammer.spi.ClientSocket;
import io.bighammer.spi.JsonRequests;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.SerializedInvoker;
import org.eclipse.jetty.websocket.core.CloseStatus;

/** JSON requests over a WebSocket: each text message is one, the next is taken when it is answered. One at most waits. */
final class JsonTalk implements ClientSocket.Listener {
    private final JsonRequests requests;
    private final JsonRequests.Client client;
    private final Supplier<SocketLimits> limits;
    private final SerializedInvoker turn = new SerializedInvoker(JsonTalk.class);
    private ClientSocket socket;
    private Request waiting;
    private boolean busy;
    private boolean closed;
    private Runnable cancel = () -> {};

    private record Request(byte[] object, Callback done) {}

    JsonTalk(JsonRequests requests, JsonRequests.Client client, Supplier<SocketLimits> limits) {
        this.requests = requests;
        this.client = client;
        this.limits = limits;
    }

    @Override
    public void opened(ClientSocket opened) {
        turn.run(() -> {
            socket = opened;
            opened.demand();
        });
    }

    @Override
    public void message(boolean text, ByteBuffer message, Callback done) {
        turn.run(() -> {
            if (!text) {
                done.succeeded();
                socket.close(CloseStatus.BAD_DATA, "A request is a text message");
                return;
            }
            byte[] object = new byte[message.remaining()];
            message.get(object);
            waiting = new Request(object, done);
            next();
        });
    }

    private void next() {
        Request request = waiting;
        if (busy || request == null) {
            return;
        }
        waiting = null;
        if (closed) {
            request.done().succeeded();
            return;
        }
        busy = true;
        socket.demand(); // to hear of a close at once
        cancel = requests.take(request.object(), client, reply -> turn.run(() -> answer(request, reply)));
    }

    private void answer(Request request, JsonRequests.Reply reply) {
        request.done().succeeded();
        socket.send(true, ByteBuffer.wrap(reply.object()), Callback.from(reply.sent(), () -> turn.run(this::goOn)));
        if (reply.close() || !limits.get().keepAlive()) {
            socket.close(CloseStatus.NORMAL, "");
        }
    }

    private void goOn() {
        busy = false;
        next();
    }

    @Override
    public void closed(int code, String reason) {
        turn.run(() -> {
            closed = true;
            cancel.run();
            next();
        });
    }
}
