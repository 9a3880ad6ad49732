package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Incoming;
import io.bighammer.ipc.stream.Lane;
import io.bighammer.ipc.stream.MessageSender;
import io.bighammer.ipc.stream.Window;
import io.bighammer.spi.MessageStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Retainable;
import org.eclipse.jetty.util.Callback;

/**
 * The messages of a WebSocket that a worker has taken. It is over when both sides have said END, or the worker CANCEL. Frames are
 * brought by the connection's I/O thread, the rest is safe for any.
 */
final class WorkerMessages implements MessageStream, Incoming {
    private static final int LONGEST_REASON = 123;

    private final WorkerStream stream;
    private final WorkerConnection connection;
    private final Lane lane;
    private final Window window;
    private final MessageSender sender;
    /** What the listener is still to be told. */
    private final Queue<Consumer<Listener>> news = new ConcurrentLinkedQueue<>();

    private final AtomicInteger toTell = new AtomicInteger();
    private final AtomicBoolean endSaid = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean endHeard;
    private volatile Listener listener;
    /** The frame that is being read. */
    private Frame frame;

    private ByteBuffer payload;

    WorkerMessages(WorkerStream stream, WorkerConnection connection, Lane lane, Window window) {
        this.stream = stream;
        this.connection = connection;
        this.lane = lane;
        this.window = window;
        this.sender = new MessageSender(lane);
    }

    int id() {
        return lane.stream();
    }

    /** The request that it began with. */
    WorkerStream stream() {
        return stream;
    }

    @Override
    public void listen(Listener first) {
        listener = first;
        tell();
    }

    @Override
    public void send(boolean text, ByteBuffer message, Callback sent) {
        sender.send(text, message, sent);
    }

    @Override
    public void end(int code, String reason) {
        if (endSaid.compareAndSet(false, true) && !over.get()) {
            sender.stop();
            lane.end(code, reason);
            overIfEnded();
        }
    }

    /** The worker is about to end. */
    void leaving() {
        tell(Listener::leaving);
    }

    /** A frame begins whose payload will be brought by {@link #data}. */
    void begin(Frame next) throws ProtocolException {
        boolean isEnd = next.type() == Frame.DATA && next.has(Frame.END);
        if (endHeard || next.type() == Frame.DATA && !isEnd || next.type() == Frame.MSG && next.has(Frame.END)) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "Stream %d takes MSG, and DATA with END once, at its end".formatted(id()));
        }
        if (isEnd && next.length() > LONGEST_REASON) {
            throw new ProtocolException(
                    ErrorCode.TOO_LARGE,
                    "A WebSocket's close reason may have %d bytes, this one has %d"
                            .formatted(LONGEST_REASON, next.length()));
        }
        if (!isEnd) {
            window.use(next.length());
        }
        frame = next;
        payload = ByteBuffer.allocate(next.length()); // no more than the worker has credit for
    }

    @Override
    public boolean takesData() {
        return true;
    }

    @Override
    public void data(ByteBuffer piece, boolean last, Retainable input) {
        payload.put(piece);
    }

    /** The frame has come whole. */
    void frameEnds() {
        ByteBuffer whole = payload.flip();
        Frame read = frame;
        payload = null;
        if (read.type() == Frame.MSG) {
            Callback taken = Callback.from(() -> consumed(read.length()), lost -> {});
            tell(told -> told.part(read.has(Frame.TEXT), whole, !read.has(Frame.MORE), taken));
        } else {
            endHeard = true;
            tell(told ->
                    told.ended(read.arg(), StandardCharsets.UTF_8.decode(whole).toString()));
            overIfEnded();
        }
    }

    private void consumed(int count) {
        int credit = window.consumed(count);
        if (credit > 0 && !endHeard && !over.get()) {
            lane.giveCredit(credit);
        }
    }

    @Override
    public void grant(int credit) throws ProtocolException {
        lane.credit().grant(credit);
        sender.goOn();
    }

    @Override
    public void cancelled(ErrorCode code, String reason) {
        lost("The worker has broken off: %s %s".formatted(code, reason));
    }

    /** There will be nothing more of it, either way. */
    void lost(String reason) {
        if (!endHeard) {
            tell(told -> told.lost(reason));
        }
        over();
    }

    @Override
    public void end() {
        // frameEnds has dealt with it.
    }

    @Override
    public void announce() {
        // The listener is told at once.
    }

    private void overIfEnded() {
        if (endHeard && endSaid.get()) {
            over();
        }
    }

    private void over() {
        if (over.compareAndSet(false, true)) {
            sender.stop();
            connection.over(this);
        }
    }

    private void tell(Consumer<Listener> what) {
        news.offer(what);
        tell();
    }

    /** One thing after another, whoever brings it: the first thread works for all, until it has seen every announcement. */
    private void tell() {
        if (listener == null || toTell.getAndIncrement() != 0) {
            return;
        }
        int announced = 1;
        do {
            for (Consumer<Listener> next = news.poll(); next != null; next = news.poll()) {
                next.accept(listener);
            }
            announced = toTell.addAndGet(-announced);
        } while (announced != 0);
    }
}
