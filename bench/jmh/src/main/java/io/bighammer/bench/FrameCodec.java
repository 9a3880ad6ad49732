package io.bighammer.bench;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.FrameHandler;
import io.bighammer.ipc.bhp.FrameReader;
import io.bighammer.ipc.bhp.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The frames without what stands in their heads: a RESP of about 100 bytes of body, written and read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameCodec {
    /** As many come in one read of a busy connection. */
    private static final int BATCH = 16;

    private final byte[] head =
            "{\"status\":200,\"headers\":{\"content-type\":\"application/json\"}}".getBytes(StandardCharsets.UTF_8);
    private final byte[] body = SampleRequest.BODY.getBytes(StandardCharsets.UTF_8);
    private final ByteBufferPool pool = new ArrayByteBufferPool();
    private final FrameReader reader = new FrameReader(Frame.MAX_LENGTH);
    private ByteBuffer one;
    private ByteBuffer firstPiece;
    private ByteBuffer secondPiece;
    private ByteBuffer many;
    private FrameHandler consumer;

    /** Takes what it is brought, and does nothing with it. */
    private record Consumer(Blackhole blackhole) implements FrameHandler {

        @Override
        public void begin(Frame frame, ByteBuffer head) {
            blackhole.consume(frame);
            blackhole.consume(head);
        }

        @Override
        public void body(Frame frame, ByteBuffer piece, boolean last) {
            blackhole.consume(piece);
        }

        @Override
        public void end(Frame frame) {
            blackhole.consume(frame);
        }
    }

    @Setup
    public void makeFrames(Blackhole blackhole) {
        RetainableByteBuffer frame = frame();
        one = ByteBuffer.allocateDirect(frame.remaining())
                .put(frame.getByteBuffer())
                .flip();
        frame.release();
        int middle = Frame.HEADER_SIZE + head.length / 2;
        firstPiece = one.slice(0, middle);
        secondPiece = one.slice(middle, one.limit() - middle);
        many = ByteBuffer.allocateDirect(BATCH * one.limit());
        for (int i = 0; i < BATCH; i++) {
            many.put(one.duplicate());
        }
        many.flip();
        consumer = new Consumer(blackhole);
    }

    @Benchmark
    public int written() {
        RetainableByteBuffer frame = frame();
        int remaining = frame.remaining();
        frame.release();
        return remaining;
    }

    @Benchmark
    public void read() throws ProtocolException {
        reader.read(one.rewind(), consumer);
    }

    @Benchmark
    public void readInTwoPieces() throws ProtocolException {
        reader.read(firstPiece.rewind(), consumer);
        reader.read(secondPiece.rewind(), consumer);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void readManyAtOnce() throws ProtocolException {
        reader.read(many.rewind(), consumer);
    }

    private RetainableByteBuffer frame() {
        FrameBuffer buffer = new FrameBuffer(pool);
        buffer.write(head, 0, head.length);
        int headLength = buffer.length();
        buffer.write(body, 0, body.length);
        return buffer.finish(new Frame(Frame.RESP, Frame.END, 1, buffer.length(), headLength));
    }
}
