package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.stream.Window;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A worker that says whatever comes into its head: mostly frames that could make sense at another time. Each body that it sends
 * on a stream consists of the number of the request on it. For one thread.
 */
final class FuzzWorker implements AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000;
    private static final Pattern ID = Pattern.compile("\"id\":\"n(\\d+)\"");
    /** Stands in what it sends on a stream that it has not heard of. */
    static final byte GUESSED = -1;

    private static final String[] HEADS = {
        "{\"status\":200}",
        "{\"status\":200,\"headers\":{\"content-length\":100}}",
        "{\"status\":204,\"headers\":[]}",
        "{\"status\":9}",
        "{\"status\":2",
        "",
    };
    private static final String[] CALLS = {
        "{\"service\":\"a\"}",
        "{\"service\":\"b\",\"method\":\"POST\",\"parent\":%d,\"timeout_ms\":%d}",
        "{\"service\":\"c\",\"headers\":{\"a\":[\"b\",1]},\"parent\":%d}",
        "{\"service\":\"\"}",
        "{\"parent\":%d}",
        "nothing",
    };
    private static final String[] WORDS = {
        "", "{}", "{\"rss\":5,\"in_flight\":1}", "{\"files\":[\"/a\",\"b\"]}", "{\"files\":{}}", "[", "no reason",
    };

    /** What it knows of a stream that it works on or has worked on; one that it only guesses is not kept. */
    private static final class Stream {
        final int id;
        final byte content;
        int credit = Window.SIZE;
        boolean answered;
        boolean ended;

        Stream(int id, byte content) {
            this.id = id;
            this.content = content;
        }
    }

    private final SocketChannel socket;
    private final Random random;
    private final boolean deaf;
    private final ByteBuffer input = ByteBuffer.allocate(1 << 21).flip();
    private final List<Stream> requests = new ArrayList<>();
    private final List<Stream> calls = new ArrayList<>();
    private boolean gone;
    private int pings;
    private int lastPong;

    /** @param deaf whether it never reads */
    FuzzWorker(Path path, int maxStreams, int window, boolean deaf, Random random) throws IOException {
        this.random = random;
        this.deaf = deaf;
        socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
        socket.configureBlocking(false);
        write(Frame.HELLO, 0, 0, 0, """
                {"service":"fuzz","max_streams":%d,"window":%d}""".formatted(maxStreams, window).getBytes());
    }

    /** Does one thing. */
    void act() throws IOException {
        read();
        if (random.nextInt(4) == 0) {
            catchUp();
        }
        if (gone) {
            return;
        }
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> respond();
            case 5, 6, 7, 8 -> data(request(true));
            case 9 -> cancel(request(false));
            case 10, 11 -> grant(random.nextBoolean() ? request(false) : call());
            case 12, 13 -> begin();
            case 14, 15, 16 -> data(call());
            case 17 -> cancel(call());
            case 18, 19 -> write(pick(Frame.PING, Frame.PONG, Frame.EVENT), 0, 0, 0, word());
            case 20 -> seldom(pick(Frame.DRAIN, Frame.DRAIN, Frame.HELLO), new Stream(0, GUESSED));
            case 21 -> seldom(1 + random.nextInt(11), request(false));
            case 22 -> anything();
            default -> noise();
        }
    }

    /** Waits until the gateway has dealt with all so far, unless it does not read on. */
    private void catchUp() throws IOException {
        int ping = ++pings;
        write(Frame.PING, 0, 0, ping, new byte[0]);
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        while (!deaf && !gone && lastPong != ping && System.nanoTime() < giveUp) {
            LockSupport.parkNanos(10_000);
            read();
        }
    }

    private void respond() throws IOException {
        Stream stream = request(false);
        if (unheardOf(stream)) {
            return;
        }
        // The later ones are no answers.
        int choice = Math.min(random.nextInt(HEADS.length), random.nextInt(HEADS.length));
        byte[] head = HEADS[Math.min(choice, random.nextInt(HEADS.length))].getBytes();
        stream.answered = true;
        write(Frame.RESP, end(stream), stream.id, head.length, join(head, body(stream)));
    }

    private void begin() throws IOException {
        Stream stream = new Stream(calls.isEmpty() || !wild() ? 2 * calls.size() + 2 : call().id, GUESSED);
        calls.add(stream);
        String head = CALLS[Math.min(random.nextInt(CALLS.length), random.nextInt(CALLS.length))];
        byte[] bytes = head.formatted(request(false).id, random.nextInt(1000)).getBytes();
        write(Frame.REQ, end(stream), stream.id, bytes.length, join(bytes, body(stream)));
    }

    private void data(Stream stream) throws IOException {
        if (!unheardOf(stream)) {
            write(Frame.DATA, end(stream), stream.id, 0, body(stream));
        }
    }

    private boolean unheardOf(Stream stream) {
        return stream.content == GUESSED && !calls.contains(stream) && !wild();
    }

    private void cancel(Stream stream) throws IOException {
        if (unheardOf(stream)) {
            return;
        }
        stream.ended = true;
        write(Frame.CANCEL, 0, stream.id, random.nextInt(14), new byte[random.nextInt(3)]);
    }

    private void grant(Stream stream) throws IOException {
        if (unheardOf(stream)) {
            return;
        }
        write(Frame.WINDOW, 0, stream.id, wild() ? random.nextInt() : random.nextInt(100_000), new byte[0]);
    }

    private void seldom(int type, Stream stream) throws IOException {
        if (random.nextInt(10) == 0) {
            byte[] payload = type >= Frame.REQ && type <= Frame.MSG ? body(stream) : word();
            write(type, random.nextInt(128), stream.id, random.nextInt(40), payload);
        }
    }

    private void anything() throws IOException {
        if (wild()) {
            byte[] payload = new byte[random.nextInt(200)];
            random.nextBytes(payload);
            ByteBuffer frame =
                    frame(random.nextInt(256), random.nextInt(256), random.nextInt(), random.nextInt(), payload);
            frame.putInt(8, random.nextBoolean() ? payload.length : random.nextInt());
            write(frame);
        }
    }

    private void noise() throws IOException {
        if (wild()) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            write(ByteBuffer.wrap(bytes));
        }
    }

    /** Whether to do what most likely ends the connection. */
    private boolean wild() {
        return random.nextInt(30) == 0;
    }

    private int end(Stream stream) {
        stream.ended |= random.nextInt(3) == 0;
        return stream.ended ? Frame.END : 0;
    }

    private byte[] body(Stream stream) {
        int most = pick(1, 100, 3000, 3000, 30_000, 70_000);
        byte[] body =
                new byte[Math.min(random.nextInt(most), random.nextInt(500) == 0 ? most : Math.max(0, stream.credit))];
        stream.credit -= body.length;
        Arrays.fill(body, stream.content);
        return body;
    }

    /** One that is at the point where its next frame makes sense, or that is over; hardly ever another. */
    private Stream request(boolean answered) {
        boolean any = wild() && wild();
        List<Stream> fit = requests.stream()
                .filter(stream -> any || stream.ended || stream.answered == answered)
                .toList();
        return fit.isEmpty()
                ? new Stream(wild() ? 2 * random.nextInt(20) + 1 : 1, GUESSED)
                : fit.get(random.nextInt(fit.size()));
    }

    private Stream call() {
        return calls.isEmpty() ? new Stream(2, GUESSED) : calls.get(random.nextInt(calls.size()));
    }

    private byte[] word() {
        return WORDS[random.nextInt(WORDS.length)].getBytes();
    }

    private int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private void write(int type, int flags, int stream, int arg, byte[] payload) throws IOException {
        write(frame(type, flags, stream, arg, payload));
    }

    private static ByteBuffer frame(int type, int flags, int stream, int arg, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER_SIZE + payload.length);
        new Frame(type, flags, stream, payload.length, arg).putTo(frame, 0);
        return frame.put(Frame.HEADER_SIZE, payload);
    }

    private void write(ByteBuffer bytes) throws IOException {
        int idle = 0;
        while (bytes.hasRemaining() && !gone) {
            if (socket.write(bytes) == 0) {
                // The gateway does not read on, perhaps for good: it waits for a slow client.
                if (idle++ == 2000) {
                    close();
                    return;
                }
                read();
                Thread.onSpinWait();
            }
        }
    }

    private void read() throws IOException {
        if (deaf || gone) {
            return;
        }
        input.compact();
        gone = socket.read(input) < 0;
        input.flip();
        while (input.remaining() >= Frame.HEADER_SIZE
                && input.remaining() >= Frame.HEADER_SIZE + input.getInt(input.position() + 8)) {
            int at = input.position();
            int stream = input.getInt(at + 4);
            int arg = input.getInt(at + 12);
            switch (input.get(at + 1)) {
                case Frame.REQ -> learn(stream, at + Frame.HEADER_SIZE, arg);
                case Frame.PONG -> lastPong = arg;
                case Frame.WINDOW ->
                    ((stream & 1) == 1 ? requests : calls)
                            .stream().filter(known -> known.id == stream).forEach(known -> known.credit += arg);
                default -> {
                    // It does not care.
                }
            }
            input.position(at + Frame.HEADER_SIZE + input.getInt(at + 8));
        }
    }

    private void learn(int stream, int at, int length) {
        String head = new String(input.array(), at, length, StandardCharsets.UTF_8);
        Matcher id = ID.matcher(head);
        if (id.find()) {
            requests.add(new Stream(stream, (byte) Integer.parseInt(id.group(1))));
        }
    }

    @Override
    public void close() throws IOException {
        gone = true;
        socket.close();
    }
}
