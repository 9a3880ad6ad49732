package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.FrameHandler;
import io.bighammer.ipc.bhp.PongReader;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import io.bighammer.spi.WorkerLink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The conversation with one worker that takes one request at a time. Each request that was sent gives its slot back by one
 * {@link WorkerLink.Listener#slotFree}, unless the connection ends before. Frames are brought by the I/O thread, the rest is
 * safe for any.
 */
final class WorkerConnection implements WorkerLink, FrameHandler {
    private final WorkerChannel channel;
    private final WorkersShared shared;
    private final Outbox outbox;
    private final AtomicReference<WorkerStream> current = new AtomicReference<>();
    private final AtomicBoolean drainSent = new AtomicBoolean();
    private final AtomicBoolean closedTold = new AtomicBoolean();
    private final AtomicInteger pings = new AtomicInteger();
    private volatile Listener listener;
    private volatile boolean drained;
    private volatile String closed;
    private volatile String endReason;
    private volatile int lastStream = -1;
    /** Whose frame is being read; null when its stream is over. */
    private WorkerStream reading;

    WorkerConnection(WorkerChannel channel, Outbox outbox, WorkersShared shared) {
        this.channel = channel;
        this.outbox = outbox;
        this.shared = shared;
    }

    /** Who hears of it from now on. */
    void listen(Listener listener) {
        this.listener = listener;
        tellClosed();
    }

    @Override
    public void send(Call call, AnswerListener answerListener) {
        if (closed != null) {
            answerListener.failed(new ServiceException(Kind.NOT_PROCESSED, closed));
            return;
        }
        int id = lastStream + 2;
        WorkerStream stream = new WorkerStream(id, call, answerListener, this, outbox, shared);
        if (drained || drainSent.get()) {
            answerListener.failed(new ServiceException(Kind.NOT_PROCESSED, "The worker is about to end"));
        } else if (current.compareAndSet(null, stream)) {
            lastStream = id;
            stream.start();
            if (closed != null) {
                loseAll();
            }
        } else {
            answerListener.failed(new ServiceException(Kind.NOT_PROCESSED, "The worker has a request already"));
        }
    }

    @Override
    public void ping() {
        outbox.put(FrameBuffer.of(shared.pool(), Frame.PING, 0, pings.incrementAndGet(), ""));
    }

    @Override
    public void drain(Duration grace) {
        if (drainSent.compareAndSet(false, true)) {
            int millis = (int) Math.min(grace.toMillis(), Integer.MAX_VALUE);
            outbox.put(FrameBuffer.of(shared.pool(), Frame.DRAIN, 0, millis, ""));
        }
    }

    @Override
    public void close(String reason) {
        channel.shut(reason);
    }

    /** Closes now, or when the request that the worker has is over. */
    void closeWhenIdle(String reason) {
        endReason = reason;
        if (current.get() == null) {
            channel.shut(reason);
        }
    }

    void sendCancel(int stream, ErrorCode code, String reason) {
        outbox.put(FrameBuffer.of(shared.pool(), Frame.CANCEL, stream, code.code(), reason));
    }

    void readOn() {
        channel.readOn();
    }

    /** Whether reading on would only fill memory. */
    boolean isFull() {
        WorkerStream stream = current.get();
        return stream != null && stream.isFull();
    }

    /** Nothing more has come for the moment. */
    void pause() {
        if (reading != null) {
            reading.announce();
        }
    }

    @Override
    public void begin(Frame frame, ByteBuffer head) throws ProtocolException {
        reading = null;
        switch (frame.type()) {
            case Frame.RESP -> {
                reading = find(frame);
                if (reading != null) {
                    reading.answer(frame, head);
                }
            }
            case Frame.DATA -> {
                reading = find(frame);
                if (reading != null && !reading.isAnswered()) {
                    throw new ProtocolException(ErrorCode.PROTOCOL, "DATA before RESP on stream " + frame.stream());
                }
            }
            case Frame.CANCEL -> cancelled(frame, head);
            case Frame.PING -> outbox.put(FrameBuffer.of(shared.pool(), Frame.PONG, 0, frame.arg(), ""));
            case Frame.PONG -> {
                PongReader.Pong pong = PongReader.read(head);
                listener.pong(pong.rss(), pong.inFlight());
            }
            case Frame.DRAIN -> drained(frame);
            case Frame.HELLO -> throw new ProtocolException(ErrorCode.PROTOCOL, "A second HELLO");
            case Frame.REQ, Frame.MSG -> sendCancel(frame.stream(), ErrorCode.UNSUPPORTED, "Not known to this gateway");
            default -> {
                // WINDOW and EVENT say nothing to a gateway that gave no credit and asked for no events.
            }
        }
    }

    @Override
    public void body(Frame frame, ByteBuffer piece, boolean last) {
        if (reading != null) {
            reading.data(piece, last && frame.has(Frame.END), channel.input());
        }
    }

    @Override
    public void end(Frame frame) {
        WorkerStream stream = reading;
        if (stream != null && frame.has(Frame.END)) {
            stream.end();
            // The worker gets its next request before this answer is passed on: it need not wait for that.
            over(stream);
            stream.announce();
            reading = null;
        }
    }

    /** The stream of a frame; null when it is one that was over before the worker knew. */
    private WorkerStream find(Frame frame) throws ProtocolException {
        WorkerStream stream = current.get();
        if (stream != null && stream.id() == frame.stream()) {
            return stream;
        }
        if (!wasOpened(frame.stream())) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "Stream %d was never opened".formatted(frame.stream()));
        }
        return null;
    }

    /** Ids wrap, so they are compared by their distance. Those of the worker are even, and refused. */
    private boolean wasOpened(int stream) {
        return (stream & 1) == 0 || lastStream - stream >= 0;
    }

    private void cancelled(Frame frame, ByteBuffer payload) throws ProtocolException {
        ErrorCode code = ErrorCode.of(frame.arg());
        String reason = StandardCharsets.UTF_8.decode(payload).toString();
        if (frame.stream() == 0) {
            throw new ProtocolException(code, "The worker breaks off: %s %s".formatted(code, reason));
        }
        WorkerStream stream = find(frame);
        if (stream != null) {
            stream.announce();
            stream.lost(new ServiceException(
                    kind(code), "The worker has cancelled the request: %s %s".formatted(code, reason)));
            over(stream);
        }
    }

    private static Kind kind(ErrorCode code) {
        if (code.notProcessed()) {
            return Kind.NOT_PROCESSED;
        }
        return switch (code) {
            case CANCELLED -> Kind.CANCELLED;
            case TIMEOUT -> Kind.TIMEOUT;
            default -> Kind.BAD_ANSWER;
        };
    }

    private void drained(Frame frame) {
        drained = true;
        listener.drained();
        boolean asked = drainSent.getAndSet(true);
        WorkerStream stream = current.get();
        // The confirmation of our own DRAIN need not name a stream: all that were sent came before it.
        boolean named = !asked || frame.arg() != 0;
        if (stream != null && named && stream.id() - frame.arg() > 0 && !stream.isAnswered()) {
            stream.lost(new ServiceException(Kind.NOT_PROCESSED, "The worker ends before this request"));
            over(stream);
        }
        if (!asked) {
            outbox.put(FrameBuffer.of(shared.pool(), Frame.DRAIN, 0, 0, ""));
        }
    }

    void over(WorkerStream stream) {
        if (!current.compareAndSet(stream, null)) {
            return;
        }
        if (endReason == null) {
            listener.slotFree(stream.call());
        } else {
            channel.shut(endReason);
        }
    }

    /** The channel is closed. */
    void closed(String reason) {
        closed = reason;
        loseAll();
        tellClosed();
    }

    private void loseAll() {
        WorkerStream stream = current.getAndSet(null);
        if (stream != null) {
            stream.lost(new ServiceException(Kind.LOST, closed));
        }
    }

    private void tellClosed() {
        Listener told = listener;
        if (closed != null && told != null && closedTold.compareAndSet(false, true)) {
            told.closed(closed);
        }
    }
}
