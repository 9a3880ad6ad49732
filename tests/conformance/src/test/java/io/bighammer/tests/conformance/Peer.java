package io.bighammer.tests.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's end of a worker's connection. A thread of its own reads; frames wait, by stream, until a step of the case
 * takes them. Watches over the credit of both directions in every case.
 */
final class Peer implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final int MAX_FRAME = 1 << 20;
    /** Where EVENT frames wait, apart from the other frames of stream 0: they come when they come. */
    private static final int EVENTS = -1;

    private final SocketChannel channel;
    private final boolean creditByHand;
    private final Map<Integer, Deque<WireFrame>> waiting = new HashMap<>();
    /** Streams on which the worker has granted messages. */
    private final Set<Integer> conversations = new HashSet<>();

    private final Map<Integer, Long> creditOfWorker = new HashMap<>();
    private final Map<Integer, Long> creditOfGateway = new HashMap<>();
    private long windowOfGateway;
    private long windowOfWorker;
    private String failure = "";
    private boolean ended;

    Peer(SocketChannel channel, boolean creditByHand) {
        this.channel = channel;
        this.creditByHand = creditByHand;
        Thread reader = new Thread(this::readAll, "reader of the worker's frames");
        reader.setDaemon(true);
        reader.start();
    }

    /** What both have said in HELLO; 0 means that the socket is the only limit. */
    synchronized void windows(long gateway, long worker) {
        windowOfGateway = gateway;
        windowOfWorker = worker;
    }

    void send(WireFrame frame) throws IOException, InterruptedException {
        spendCredit(frame);
        // Before the worker knows of it, since it may use it at once.
        if (frame.is("WINDOW")) {
            grant(frame.stream(), frame.arg());
        }
        bytes(frame.bytes());
    }

    void bytes(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        synchronized (channel) {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private synchronized void spendCredit(WireFrame frame) throws InterruptedException {
        int length = costOf(frame);
        if (windowOfWorker == 0 || length == 0) {
            return;
        }
        long deadline = System.nanoTime() + PATIENCE;
        while (creditOfGateway.getOrDefault(frame.stream(), windowOfWorker) < length) {
            await(deadline, "credit on stream " + frame.stream());
        }
        creditOfGateway.merge(frame.stream(), windowOfWorker - length, (credit, unused) -> credit - length);
    }

    private synchronized void grant(int stream, long credit) {
        creditOfWorker.merge(stream, windowOfGateway + credit, (before, unused) -> before + credit);
    }

    /** The next frame of this stream that is not one of those to skip; waits for it. */
    synchronized WireFrame take(int stream, List<String> skipped) throws InterruptedException {
        return takeFrom(stream, skipped);
    }

    synchronized WireFrame takeEvent() throws InterruptedException {
        return takeFrom(EVENTS, List.of());
    }

    private WireFrame takeFrom(int stream, List<String> skipped) throws InterruptedException {
        Deque<WireFrame> frames = waiting.computeIfAbsent(stream, id -> new ArrayDeque<>());
        long deadline = System.nanoTime() + PATIENCE;
        while (true) {
            while (!frames.isEmpty()) {
                WireFrame frame = frames.poll();
                if (!skipped.contains(frame.name())) {
                    return frame;
                }
            }
            await(deadline, "frame of stream " + stream);
        }
    }

    private void await(long deadline, String what) throws InterruptedException {
        if (ended) {
            throw new AssertionError(
                    "The connection ended while the case waited for a " + what + ". " + failure + " " + leftOver());
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new AssertionError("No " + what + " came. " + leftOver());
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
    }

    /** Waits until the worker has closed the connection. */
    synchronized void awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        while (!ended) {
            await(deadline, "end of the connection");
        }
    }

    /** Frames that no step has taken, and what the worker did wrong meanwhile. */
    synchronized String complaint() {
        // What was under way when the case closed the connection is nobody's.
        List<WireFrame> frames = channel.isOpen() ? leftOver() : List.of();
        return failure + (frames.isEmpty() ? "" : "The worker also sent " + frames);
    }

    private List<WireFrame> leftOver() {
        List<WireFrame> frames = new ArrayList<>();
        waiting.forEach((stream, queue) -> {
            if (stream != EVENTS) {
                frames.addAll(queue);
            }
        });
        return frames;
    }

    private void readAll() {
        String reason = "";
        try {
            while (true) {
                ByteBuffer header = ByteBuffer.allocate(WireFrame.HEADER);
                if (!fill(header)) {
                    break;
                }
                if (header.getInt(8) < 0 || header.getInt(8) > MAX_FRAME) {
                    throw new AssertionError("The worker sent a frame of " + header.getInt(8) + " bytes");
                }
                WireFrame frame = WireFrame.begun(header);
                fill(ByteBuffer.wrap(frame.payload()));
                heard(frame);
            }
        } catch (IOException closed) {
            // Also the way in which a worker's death is seen.
        } catch (AssertionError wrong) {
            reason = wrong.getMessage();
        }
        synchronized (this) {
            failure += reason;
            ended = true;
            notifyAll();
        }
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    private void heard(WireFrame frame) {
        int length;
        synchronized (this) {
            length = costOf(frame);
            countCredit(frame, length);
            if (frame.is("RESP") && frame.has("UPGRADE")) {
                conversations.add(frame.stream());
            }
            if (!frame.is("WINDOW")) {
                int queue = frame.is("EVENT") ? EVENTS : frame.stream();
                waiting.computeIfAbsent(queue, id -> new ArrayDeque<>()).add(frame);
            }
            notifyAll();
        }
        if (windowOfGateway > 0 && length > 0 && !creditByHand && !frame.ends()) {
            grant(frame.stream(), length);
            giveBack(frame.stream(), length);
        }
    }

    private void giveBack(int stream, int credit) {
        try {
            bytes(new WireFrame(WireFrame.type("WINDOW"), 0, 0, stream, credit, new byte[0]).bytes());
        } catch (IOException closed) {
            // A worker that has ended needs none; what it has said before is still to be read.
        }
    }

    /** What it takes of the credit; why messages end takes none. */
    private int costOf(WireFrame frame) {
        boolean endsMessages = frame.is("DATA") && frame.ends() && conversations.contains(frame.stream());
        return endsMessages ? 0 : frame.bodyLength();
    }

    private void countCredit(WireFrame frame, int length) {
        if (frame.is("WINDOW")) {
            int stream = frame.stream();
            creditOfGateway.merge(stream, windowOfWorker + frame.arg(), (credit, unused) -> credit + frame.arg());
        } else if (windowOfGateway > 0) {
            long left =
                    creditOfWorker.merge(frame.stream(), windowOfGateway - length, (credit, unused) -> credit - length);
            if (left < 0) {
                failure +=
                        "The worker sent %d bytes more than its credit on stream %d. ".formatted(-left, frame.stream());
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
