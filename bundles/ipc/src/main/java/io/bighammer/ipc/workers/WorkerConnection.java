package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Credit;
import io.bighammer.ipc.stream.Lane;
import io.bighammer.ipc.stream.Outbox;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import io.bighammer.spi.WorkerLink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * The conversation with one worker. Each request that was sent gives its slot back by one {@link
 * WorkerLink.Listener#slotFree}, unless the connection ends before. Frames are brought by the I/O thread, the rest is safe for
 * any.
 */
final class WorkerConnection implements WorkerLink {
    private final WorkerChannel channel;
    private final WorkersShared shared;
    private final Outbox outbox;
    /** How much of a body the worker takes unasked; 0 for a synchronous one, which the socket's buffer protects. */
    private final int workersWindow;

    private final boolean multiplexing;
    private final StreamTable requests;
    /** Streams of messages, which need no slot. */
    private final Map<Integer, WorkerMessages> conversations = new ConcurrentHashMap<>();

    private final WorkerCalls calls;
    private final WorkerFrames frames;
    private final AtomicBoolean drainSent = new AtomicBoolean();
    private final AtomicBoolean closedTold = new AtomicBoolean();
    private final AtomicInteger pings = new AtomicInteger();
    private volatile Listener listener;
    /** The last stream that the worker will answer, once it has said so. */
    private volatile Optional<Integer> lastAnswered = Optional.empty();

    private volatile Optional<String> closed = Optional.empty();
    private volatile Optional<String> endReason = Optional.empty();

    WorkerConnection(Hello hello, WorkerChannel channel, Outbox outbox, WorkersShared shared) {
        this.channel = channel;
        this.outbox = outbox;
        this.shared = shared;
        workersWindow = hello.window();
        multiplexing = hello.maxStreams() > 1;
        requests = new StreamTable(hello.maxStreams());
        calls = new WorkerCalls(this, shared);
        frames = new WorkerFrames(this, requests, calls, channel);
    }

    /** What comes from the worker. */
    WorkerFrames frames() {
        return frames;
    }

    /** Who hears of it from now on. */
    void listen(Listener listener) {
        this.listener = listener;
        tellClosed();
    }

    Listener listener() {
        return listener;
    }

    boolean isClosed() {
        return closed.isPresent();
    }

    /** Whether bodies are sent by credit, both ways; then reading never stops. */
    boolean isCredited() {
        return workersWindow > 0;
    }

    boolean isMultiplexing() {
        return multiplexing;
    }

    /** Whether it has several requests at a time. */
    boolean isBusy() {
        return requests.count() + conversations.size() > 1;
    }

    @Override
    public void send(Call call, AnswerListener answerListener) {
        Optional<String> refusal = closed.isPresent() ? closed : endReason;
        if (refusal.isEmpty() && (lastAnswered.isPresent() || drainSent.get())) {
            refusal = Optional.of("The worker is about to end");
        }
        if (refusal.isPresent()) {
            answerListener.failed(new ServiceException(Kind.NOT_PROCESSED, refusal.get()));
            return;
        }
        requests.add(id -> new WorkerStream(call, answerListener, lane(id), this, shared.budget()))
                .ifPresentOrElse(
                        this::start,
                        () -> answerListener.failed(new ServiceException(
                                Kind.NOT_PROCESSED, "The worker has as many requests as it takes")));
    }

    private void start(WorkerStream stream) {
        // Who says DRAIN meanwhile may not have seen this stream.
        lastAnswered.ifPresent(last -> giveBack(stream, last));
        stream.start();
        if (closed.isPresent()) {
            loseAll();
        }
    }

    Lane lane(int stream) {
        return new Lane(stream, outbox, shared.pool(), new Credit(workersWindow));
    }

    @Override
    public void ping() {
        outbox.put(FrameBuffer.of(shared.pool(), Frame.PING, 0, pings.incrementAndGet(), ""));
    }

    void pong(int number) throws ProtocolException {
        reply(FrameBuffer.of(shared.pool(), Frame.PONG, 0, number, ""));
    }

    @Override
    public void drain(Duration grace) {
        if (drainSent.compareAndSet(false, true)) {
            int millis = (int) Math.min(grace.toMillis(), Integer.MAX_VALUE);
            outbox.put(FrameBuffer.of(shared.pool(), Frame.DRAIN, 0, millis, ""));
            conversations.values().forEach(WorkerMessages::leaving);
        }
    }

    @Override
    public void close(String reason) {
        channel.shut(reason);
    }

    /** Closes now, or when the requests that the worker has are over. */
    void closeWhenIdle(String reason) {
        endReason = Optional.of(reason);
        if (isIdle()) {
            channel.shut(reason);
        }
    }

    private boolean isIdle() {
        return requests.isEmpty() && conversations.isEmpty();
    }

    /** Sends what a frame of the worker has made us say. */
    void reply(RetainableByteBuffer frame) throws ProtocolException {
        outbox.reply(frame);
    }

    void readOn() {
        if (!isFull()) {
            channel.readOn();
        }
    }

    /** Whether reading on would only fill memory. Credit keeps that from happening, and nobody waits for a slow reader. */
    boolean isFull() {
        return !isCredited() && (requests.anyMatch(WorkerStream::isFull) || calls.anyIsFull());
    }

    /** The request on that stream; empty when it is over, or was none. */
    Optional<WorkerStream> request(int stream) {
        WorkerMessages messages = conversations.get(stream);
        return Optional.ofNullable(messages == null ? requests.find(stream) : messages.stream());
    }

    /** Null when there is none on that stream now. */
    WorkerMessages conversation(int stream) {
        return conversations.get(stream);
    }

    /** The worker has taken a WebSocket: it has its slot back. */
    void granted(WorkerMessages messages) {
        conversations.put(messages.id(), messages);
        if (!requests.setAside(messages.stream())) {
            conversations.remove(messages.id());
            return;
        }
        if (endReason.isEmpty()) {
            listener.slotFree(messages.stream().call());
        }
        if (drainSent.get()) {
            messages.leaving();
        }
        if (closed.isPresent()) {
            loseAll();
        }
    }

    void over(WorkerMessages messages) {
        if (conversations.remove(messages.id(), messages)) {
            requests.giveBack(messages.id());
            calls.endThoseOf(messages.stream());
            closeIfIdle();
        }
    }

    private void closeIfIdle() {
        if (endReason.isPresent() && isIdle()) {
            channel.shut(endReason.get());
        }
    }

    /** The worker wants to end, or confirms that it will. */
    void drained(Frame frame) {
        boolean asked = drainSent.getAndSet(true);
        // The confirmation of our own DRAIN need not name a stream: all that were sent came before it.
        boolean named = !asked || frame.arg() != 0;
        listener.drained();
        conversations.values().forEach(WorkerMessages::leaving);
        if (named) {
            lastAnswered = Optional.of(frame.arg());
            requests.forEach(stream -> giveBack(stream, frame.arg()));
        }
        if (!asked) {
            outbox.put(FrameBuffer.of(shared.pool(), Frame.DRAIN, 0, 0, ""));
        }
    }

    private void giveBack(WorkerStream stream, int last) {
        if (stream.id() - last > 0 && !stream.takesData()) {
            stream.lost(new ServiceException(Kind.NOT_PROCESSED, "The worker ends before this request"));
            over(stream);
        }
    }

    void endCallsOf(WorkerStream stream) {
        calls.endThoseOf(stream);
    }

    void over(WorkerStream stream) {
        if (!requests.remove(stream)) {
            return;
        }
        calls.endThoseOf(stream);
        if (endReason.isEmpty()) {
            listener.slotFree(stream.call());
        }
        closeIfIdle();
    }

    /** The channel is closed. */
    void closed(String reason) {
        closed = Optional.of(reason);
        loseAll();
        calls.loseAll();
        tellClosed();
    }

    private void loseAll() {
        requests.forEach(stream -> {
            if (requests.remove(stream)) {
                stream.lost(new ServiceException(Kind.LOST, closed.orElseThrow()));
            }
        });
        conversations.values().forEach(messages -> messages.lost(closed.orElseThrow()));
    }

    private void tellClosed() {
        Listener told = listener;
        if (closed.isPresent() && told != null && closedTold.compareAndSet(false, true)) {
            told.closed(closed.get());
        }
    }
}
