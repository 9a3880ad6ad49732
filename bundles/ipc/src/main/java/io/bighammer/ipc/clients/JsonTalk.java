package io.bighammer.ipc.clients;

import io.bighammer.ipc.BadRequestException;
import io.bighammer.spi.JsonRequests;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** JSON requests, one after another: the next one is read when the answer to the one before has been sent. */
final class JsonTalk implements Talk {
    private static final int INPUT_SIZE = 8 << 10;

    private final ClientConnection connection;
    private final ClientsShared shared;
    private final ObjectSplitter splitter;
    private volatile boolean busy;
    private volatile boolean closed;
    private volatile Runnable clientLeft = () -> {};

    JsonTalk(ClientConnection connection, ClientsShared shared) {
        this.connection = connection;
        this.shared = shared;
        int limit = (int) Math.min(shared.limits().get().maxBodySize(), JsonRequests.MOST_BYTES);
        this.splitter = new ObjectSplitter(shared.budget(), limit);
    }

    @Override
    public boolean read(ByteBuffer bytes) {
        if (busy) {
            return false;
        }
        try {
            splitter.next(bytes).ifPresent(this::take);
        } catch (BadRequestException e) {
            refuse(e.status(), e.getMessage());
        }
        if (closed) {
            splitter.giveBack();
        }
        return !busy;
    }

    private void take(byte[] object) {
        busy = true;
        Runnable left = shared.requests().take(object, connection.client(), this::reply);
        clientLeft = left;
        if (closed) {
            left.run();
        }
    }

    private void reply(JsonRequests.Reply reply) {
        if (reply.close() || !reply.isJson() || !shared.limits().get().socketKeepAlive()) {
            connection.sayLastLine(reply.sent(), reply.object());
            return;
        }
        connection.sayLine(
                Callback.from(
                        InvocationType.NON_BLOCKING,
                        () -> {
                            reply.sent().succeeded();
                            splitter.giveBack();
                            busy = false;
                            connection.resume();
                        },
                        cause -> {
                            reply.sent().failed(cause);
                            connection.close(cause);
                        }),
                reply.object());
    }

    private void refuse(int status, String message) {
        busy = true;
        connection.sayLastLine(Callback.NOOP, shared.requests().answer(status, message));
    }

    @Override
    public void ended() {
        if (splitter.isBegun()) {
            refuse(400, "The request ends in the middle: a '}' is missing");
        } else {
            connection.close();
        }
    }

    @Override
    public void closed(Throwable cause) {
        closed = true;
        clientLeft.run();
        splitter.giveBack();
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public boolean awaitsClient() {
        return !busy && splitter.isBegun();
    }

    @Override
    public void drain() {
        // What has not been read to its end by then is not begun.
    }

    @Override
    public int inputSize() {
        return INPUT_SIZE;
    }
}
