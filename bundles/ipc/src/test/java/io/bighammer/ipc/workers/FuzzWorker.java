package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.Frame;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A worker that says whatever comes into its head: mostly frames that could make sense at another time. Each body that it sends
 * on a stream consists of the number of the request on it. For one thread.
 */
final class FuzzWorker implements AutoCloseable {
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

    private final SocketChannel socket;
    private final Random random;
    private final boolean deaf;
    private final ByteBuffer input = ByteBuffer.allocate(1 << 21).flip();
    private final List<Integer> streams = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private boolean gone;

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
        if (gone) {
            return;
        }
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> respond();
            case 5, 6, 7, 8 -> data(requestStream());
            case 9 -> write(Frame.CANCEL, 0, requestStream(), random.nextInt(14), new byte[random.nextInt(3)]);
            case 10, 11 -> write(Frame.WINDOW, 0, anyStream(), credit(), new byte[0]);
            case 12, 13, 14 -> call();
            case 15, 16 -> data(callStream());
            case 17 -> write(Frame.CANCEL, 0, callStream(), random.nextInt(14), new byte[0]);
            case 18, 19 -> write(pick(Frame.PING, Frame.PONG, Frame.EVENT), 0, 0, random.nextInt(), word());
            case 20 -> seldom(Frame.DRAIN);
            case 21 -> seldom(pick(Frame.HELLO, Frame.MSG, Frame.RESP, Frame.REQ, Frame.DATA));
            case 22 -> anything();
            default -> noise();
        }
    }

    private void respond() throws IOException {
        int stream = requestStream();
        // The later ones are no answers.
        byte[] head = HEADS[Math.min(random.nextInt(HEADS.length), random.nextInt(HEADS.length))].getBytes();
        write(Frame.RESP, end(), stream, head.length, join(head, body(stream)));
    }

    private void call() throws IOException {
        String head = CALLS[Math.min(random.nextInt(CALLS.length), random.nextInt(CALLS.length))];
        byte[] bytes = head.formatted(requestStream(), random.nextInt(1000)).getBytes();
        write(Frame.REQ, end(), callStream(), bytes.length, join(bytes, body(0)));
    }

    private void data(int stream) throws IOException {
        write(Frame.DATA, end(), stream, 0, body(stream));
    }

    private void seldom(int type) throws IOException {
        if (random.nextInt(5) == 0) {
            write(type, random.nextInt(128), anyStream(), random.nextInt(40), word());
        }
    }

    private void anything() throws IOException {
        if (random.nextInt(10) == 0) {
            byte[] payload = new byte[random.nextInt(200)];
            random.nextBytes(payload);
            ByteBuffer frame =
                    frame(random.nextInt(256), random.nextInt(256), random.nextInt(), random.nextInt(), payload);
            frame.putInt(8, random.nextBoolean() ? payload.length : random.nextInt());
            write(frame);
        }
    }

    private void noise() throws IOException {
        if (random.nextInt(20) == 0) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            write(ByteBuffer.wrap(bytes));
        }
    }

    private int end() {
        return random.nextInt(3) == 0 ? Frame.END : 0;
    }

    private byte[] body(int stream) {
        int most = pick(1, 100, 3000, 3000, 30_000, 70_000);
        byte[] body = new byte[random.nextInt(most)];
        int known = streams.indexOf(stream);
        Arrays.fill(body, known < 0 ? GUESSED : numbers.get(known).byteValue());
        return body;
    }

    private int requestStream() {
        return streams.isEmpty() || random.nextInt(100) == 0
                ? 2 * random.nextInt(20) + 1
                : streams.get(random.nextInt(streams.size()));
    }

    private int callStream() {
        return 2 + 2 * random.nextInt(6);
    }

    private int anyStream() {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> callStream();
            default -> requestStream();
        };
    }

    private int credit() {
        return random.nextInt(200) == 0 ? random.nextInt() : random.nextInt(100_000);
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
            if (input.get(at + 1) == Frame.REQ) {
                learn(input.getInt(at + 4), at + Frame.HEADER_SIZE, input.getInt(at + 12));
            }
            input.position(at + Frame.HEADER_SIZE + input.getInt(at + 8));
        }
    }

    private void learn(int stream, int at, int length) {
        String head = new String(input.array(), at, length, StandardCharsets.UTF_8);
        Matcher id = ID.matcher(head);
        if (id.find()) {
            streams.add(stream);
            numbers.add(Integer.parseInt(id.group(1)));
        }
    }

    @Override
    public void close() throws IOException {
        gone = true;
        socket.close();
    }
}
