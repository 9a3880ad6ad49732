package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A worker as an SDK would write it: one blocking socket, one frame after another. */
public final class TestWorker implements AutoCloseable {
    private final SocketChannel socket;

    /** A frame and its payload. */
    public record Received(Frame frame, byte[] payload) {
        public String head() {
            return new String(payload, 0, frame.arg(), StandardCharsets.UTF_8);
        }

        public byte[] body() {
            boolean hasHead = frame.type() == Frame.REQ || frame.type() == Frame.RESP;
            int from = hasHead ? frame.arg() : 0;
            return java.util.Arrays.copyOfRange(payload, from, payload.length);
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    public TestWorker(Path path) throws IOException {
        this(UnixDomainSocketAddress.of(path));
    }

    public TestWorker(SocketAddress address) throws IOException {
        socket = SocketChannel.open(address);
    }

    static TestWorker introduced(Path path, String service) throws IOException {
        TestWorker worker = new TestWorker(path);
        worker.hello(service);
        Received answer = worker.receive();
        if (answer.frame().type() != Frame.HELLO) {
            throw new IOException("Not let in: " + answer.text());
        }
        return worker;
    }

    /** One that takes several requests at once, and of each body so much before it says WINDOW. */
    static TestWorker multiplexing(Path path, int maxStreams, int window) throws IOException {
        TestWorker worker = new TestWorker(path);
        worker.hello("example", maxStreams, window);
        Received answer = worker.receive();
        if (answer.frame().type() != Frame.HELLO) {
            throw new IOException("Not let in: " + answer.text());
        }
        return worker;
    }

    public void hello(String service) throws IOException {
        hello(service, 1, 0);
    }

    public void hello(String service, int maxStreams, int window) throws IOException {
        send(Frame.HELLO, 0, 0, 0, """
                {"proto":[1,1],"service":"%s","instance":"1","generation":3,"pid":42,"token":"secret",\
                "lang":"test","new_key":[{}],"max_streams":%d,"max_frame":1048576,"window":%d}""".formatted(service, maxStreams, window));
    }

    public void send(int type, int flags, int stream, int arg, String payload) throws IOException {
        send(type, flags, stream, arg, payload.getBytes(StandardCharsets.UTF_8));
    }

    public void send(int type, int flags, int stream, int arg, byte[] payload) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER_SIZE + payload.length);
        new Frame(type, flags, stream, payload.length, arg).putTo(bytes, 0);
        bytes.put(Frame.HEADER_SIZE, payload);
        write(bytes);
    }

    public void answer(int stream, String head, String body) throws IOException {
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        send(Frame.RESP, Frame.END, stream, bytes.length, head + body);
    }

    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    public Received receive() throws IOException {
        ByteBuffer header = read(Frame.HEADER_SIZE);
        if (header.get(0) != Frame.MAGIC) {
            throw new IOException("No frame");
        }
        Frame frame = new Frame(header.get(1), header.get(2), header.getInt(4), header.getInt(8), header.getInt(12));
        return new Received(frame, read(frame.length()).array());
    }

    /** The next frame of that type; others are passed over. */
    public Received receive(int type) throws IOException {
        Received next = receive();
        while (next.frame().type() != type) {
            next = receive();
        }
        return next;
    }

    /** Takes nothing any more: whoever writes to it fails. */
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    public String readToEnd() throws IOException {
        ByteBuffer all = ByteBuffer.allocate(4096);
        try {
            while (socket.read(all) >= 0) {
                continue;
            }
        } catch (IOException reset) {
            // A connection that is closed with unread bytes in it ends like this.
        }
        return new String(all.array(), 0, all.position(), StandardCharsets.UTF_8);
    }

    private ByteBuffer read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (socket.read(bytes) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
