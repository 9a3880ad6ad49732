package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.FrameReader;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Input;
import io.bighammer.ipc.stream.Outbox;
import io.bighammer.spi.NetworkEndPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Retainable;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes from and to one peer of the workers' door: reads as long as there is room for what comes, never blocks. */
final class WorkerChannel extends AbstractConnection.NonBlocking {
    private static final Logger log = LoggerFactory.getLogger(WorkerChannel.class);

    private static final int INPUT_SIZE = 64 << 10;

    private final WorkersShared shared;
    private final Outbox outbox;
    private final Introduction introduction;
    private final FrameReader reader = new FrameReader(Frame.MAX_LENGTH);
    private final AtomicReference<String> closeReason = new AtomicReference<>();
    private final AtomicBoolean parked = new AtomicBoolean();
    private volatile Scheduler.Task helloTimeout;
    private final Input input;
    private boolean begun;

    WorkerChannel(NetworkEndPoint endPoint, WorkersShared shared, String peerUser) {
        super(endPoint, shared.network().threads());
        this.shared = shared;
        this.input = new Input(shared.pool());
        this.outbox = new Outbox(endPoint, endPoint::atEndOfTurn, this::takesNothing);
        this.introduction = new Introduction(shared, outbox, this, peerUser);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        helloTimeout = after(shared.helloTimeout(), this::shutOut);
        fillInterested();
    }

    private void shutOut() {
        if (!introduction.isDone()) {
            String reason =
                    "No HELLO within %d ms".formatted(shared.helloTimeout().toMillis());
            log.warn(
                    "A program connected to the workers' door and is shut out: {}. Only workers belong there, and the"
                            + " gateway starts them; other programs send requests to {}.",
                    reason,
                    shared.clientDoor().get());
            shut(reason);
        }
    }

    private Scheduler.Task after(Duration time, Runnable task) {
        return shared.scheduler().schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The buffer that the frame's body, which is being handed on, lies in. */
    Retainable input() {
        return input.retainable();
    }

    /** A worker that has closed the connection may have said something before: it is read to its end. */
    private void takesNothing(Throwable cause) {
        String reason = "The connection to the worker broke: " + cause.getMessage();
        after(shared.helloTimeout(), () -> shut(reason));
        shutWhenIdle(reason);
    }

    void shutWhenIdle(String reason) {
        introduction.connection().ifPresentOrElse(worker -> worker.closeWhenIdle(reason), () -> shut(reason));
    }

    void shut(String reason) {
        closeReason.compareAndSet(null, reason);
        getEndPoint().close();
    }

    /** Why it was closed or is about to be; empty while it is open. */
    Optional<String> shutFor() {
        return Optional.ofNullable(closeReason.get());
    }

    /** There is room again. */
    void readOn() {
        if (parked.get() && parked.compareAndSet(true, false)) {
            fillInterested();
        }
    }

    @Override
    public void onFillable() {
        try {
            while (fill()) {
                if (!maySwallowMore()) {
                    return;
                }
            }
        } catch (ProtocolException e) {
            input.release();
            log.warn("The connection of a worker is closed: {}", e.getMessage());
            sayLast(FrameBuffer.of(shared.pool(), Frame.CANCEL, 0, e.code().code(), e.getMessage()), e.getMessage());
        } catch (IOException e) {
            input.release();
            shut("The connection to the worker broke: " + e.getMessage());
        } catch (RuntimeException e) {
            // A fault of ours, or of who listens to an answer, may cost this connection but not the selector.
            log.error("The connection of a worker is closed because of a fault in the gateway", e);
            input.release();
            shut("A fault in the gateway: " + e);
        }
    }

    /** Reads once; tells whether there may be more. Otherwise it has seen to it that reading goes on, if it can. */
    private boolean fill() throws IOException, ProtocolException {
        int count = input.fill(getEndPoint(), INPUT_SIZE);
        if (count < 0) {
            input.release();
            shut("The worker closed the connection");
            return false;
        }
        if (count > 0 && !begun) {
            begun = true;
            if (isJsonClient(input.unread())) {
                input.release();
                sendToClientDoor();
                return false;
            }
        }
        try {
            reader.read(input.unread(), introduction);
        } finally {
            introduction.pause();
        }
        if (introduction.isDone() && helloTimeout != null) {
            helloTimeout.cancel();
            helloTimeout = null;
        }
        if (input.isFull() || isFull()) {
            return true;
        }
        input.release();
        fillInterested();
        return false;
    }

    /** Otherwise reading goes on by {@link #readOn}, in another thread and perhaps at once: touch nothing after. */
    private boolean maySwallowMore() {
        if (!isFull()) {
            return true;
        }
        input.release();
        parked.set(true);
        return !isFull() && parked.compareAndSet(true, false);
    }

    private boolean isFull() {
        return introduction.connection().map(WorkerConnection::isFull).orElse(false);
    }

    private static boolean isJsonClient(ByteBuffer bytes) {
        byte first = bytes.get(bytes.position());
        return first == '{' || first == ' ' || first == '\t' || first == '\r' || first == '\n';
    }

    private void sendToClientDoor() {
        log.warn(
                "A JSON client came to the workers' door and is sent to {}",
                shared.clientDoor().get());
        String line = "{\"status\":400,\"message\":\"This is the workers' door; send requests to %s\",\"data\":null}\n"
                .formatted(shared.clientDoor().get());
        sayLast(
                RetainableByteBuffer.wrap(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8))),
                "A JSON client came to the workers' door");
    }

    private void sayLast(RetainableByteBuffer words, String reason) {
        closeReason.compareAndSet(null, reason);
        Runnable close = () -> shut(reason);
        // A peer that does not even read this is not waited for.
        after(shared.helloTimeout(), close);
        outbox.putLast(words, Callback.from(close, cause -> close.run()));
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        shut("The connection to the worker broke: " + cause.getMessage());
    }

    @Override
    public void onClose(Throwable cause) {
        Scheduler.Task timeout = helloTimeout;
        if (timeout != null) {
            timeout.cancel();
        }
        closeReason.compareAndSet(null, cause == null ? "The connection was closed" : "The connection broke: " + cause);
        outbox.abort(cause == null ? new IOException(closeReason.get()) : cause);
        introduction.connection().ifPresent(worker -> worker.closed(closeReason.get()));
        super.onClose(cause);
    }
}
