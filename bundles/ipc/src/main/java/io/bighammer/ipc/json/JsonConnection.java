package io.bighammer.ipc.json;

import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests of one client, one after another, in a thread of its own. */
final class JsonConnection implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(JsonConnection.class);

    private static final JsonRequests.Client CLIENT = new JsonRequests.Client("socket", "http", "local");

    private enum State {
        WAITING,
        BUSY,
        /** Busy, and to be closed after the answer. */
        LAST,
        CLOSED
    }

    private final Socket socket;
    private final JsonRequests requests;
    private final Supplier<GatewayConfig.Limits> limits;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    JsonConnection(Socket socket, JsonRequests requests, Supplier<GatewayConfig.Limits> limits) {
        this.socket = socket;
        this.requests = requests;
        this.limits = limits;
    }

    /** Closes it at once when it waits for a request, otherwise after the answer. */
    void closeWhenIdle() {
        if (state.compareAndSet(State.BUSY, State.LAST)) {
            return;
        }
        if (state.compareAndSet(State.WAITING, State.CLOSED)) {
            closeNow();
        }
    }

    void closeNow() {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("A client's socket did not close cleanly", e);
        }
    }

    @Override
    public void run() {
        try {
            int limit = (int) Math.min(limits.get().maxBodySize(), JsonRequests.MOST_BYTES);
            serve(new ObjectReader(socket.getInputStream(), limit));
        } catch (SocketTimeoutException e) {
            log.debug(
                    "A client of the main socket was idle for {}", limits.get().idleTimeout());
        } catch (IOException e) {
            log.debug("A client of the main socket left: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeNow();
        }
    }

    private void serve(ObjectReader reader) throws IOException, InterruptedException {
        boolean more = true;
        while (more) {
            try {
                // Anew for each request, for it may have changed.
                socket.setSoTimeout((int) Math.min(limits.get().idleTimeout().toMillis(), Integer.MAX_VALUE));
                Optional<byte[]> object = reader.next();
                more = object.isPresent()
                        && state.compareAndSet(State.WAITING, State.BUSY)
                        && answer(object.get())
                        && state.compareAndSet(State.BUSY, State.WAITING);
            } catch (BadRequestException e) {
                send(requests.answer(e.status(), e.getMessage()));
                more = false;
            }
        }
    }

    /** @return whether another request may follow */
    private boolean answer(byte[] object) throws IOException, InterruptedException {
        CompletableFuture<JsonRequests.Reply> answer = new CompletableFuture<>();
        Runnable left = requests.take(object, CLIENT, answer::complete);
        JsonRequests.Reply reply = await(answer, left);
        try {
            send(reply.object());
        } catch (IOException e) {
            left.run();
            reply.sent().failed(e);
            throw e;
        }
        reply.sent().succeeded();
        return limits.get().socketKeepAlive() && !reply.close() && reply.isJson();
    }

    private static JsonRequests.Reply await(CompletableFuture<JsonRequests.Reply> answer, Runnable left)
            throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The answer could not be put together", e.getCause());
        } catch (InterruptedException e) {
            left.run();
            throw e;
        }
    }

    private void send(byte[] object) throws IOException {
        OutputStream output = socket.getOutputStream();
        output.write(object);
        output.write('\n');
        output.flush();
    }
}
