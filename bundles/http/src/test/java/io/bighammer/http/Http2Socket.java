package io.bighammer.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** HTTP/2 without TLS, frame by frame, so that a test can send what no client would. */
final class Http2Socket implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    /** @param stream 0 is the connection */
    record Frame(int type, int flags, int stream, byte[] payload) {}

    Http2Socket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
        out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(frame(type, flags, stream, payload));
    }

    void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(stream >> shift);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    void request(int stream, String method, String path, int flags) throws IOException {
        send(HEADERS, flags | END_HEADERS, stream, headers(method, path));
    }

    /** Literals without Huffman, which every decoder takes. */
    static byte[] headers(String method, String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", method);
        literal(block, ":scheme", "http");
        literal(block, ":authority", "localhost");
        literal(block, ":path", path);
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        block.write(name.length());
        block.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        block.write(bytes.length);
        block.writeBytes(bytes);
    }

    /** @throws EOFException when the connection has been closed */
    Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload);
    }

    /** Reads until the stream is answered or reset, or the connection ends. */
    void awaitAnswer(int stream) throws IOException {
        try {
            Frame frame = read();
            while (frame.type() != GOAWAY
                    && (frame.stream() != stream || frame.type() != HEADERS && frame.type() != RST_STREAM)) {
                frame = read();
            }
        } catch (EOFException e) {
            return;
        }
    }

    /** Reads the body of an answer that fits into one frame. */
    String awaitBody(int stream) throws IOException {
        Frame frame = read();
        while (frame.stream() != stream || frame.type() != DATA) {
            frame = read();
        }
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }

    /** Reads until the gateway has closed the connection. */
    void awaitEnd() throws IOException {
        byte[] rest = new byte[1024];
        try {
            while (in.read(rest) >= 0) {
                // what it still says does not matter
            }
        } catch (SocketException reset) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
