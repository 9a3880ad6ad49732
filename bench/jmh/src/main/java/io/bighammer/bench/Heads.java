package io.bighammer.bench;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.HeadReader;
import io.bighammer.ipc.bhp.HeadWriter;
import io.bighammer.spi.Call;
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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The JSON heads: that of a request written into a frame, that of an answer read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Heads {
    private final ByteBufferPool pool = new ArrayByteBufferPool();
    private final Call call = new SampleCall(SampleRequest.forwardedHeaders());
    private final ByteBuffer fromPhp = bytes("{\"status\":200,\"headers\":{\"content-type\":\"application/json\"}}");
    private final ByteBuffer ofAPage = bytes("""
            {"status":200,"headers":{"content-type":"text/html; charset=utf-8","cache-control":"no-cache, private",\
            "etag":"\\"5f2c1b7e9a0d\\"","vary":"Accept-Encoding","set-cookie":["session=5f2c1b7e; HttpOnly","theme=dark"],\
            "x-frame-options":"DENY"}}""");

    @Benchmark
    public int requestIsWritten() {
        FrameBuffer buffer = new FrameBuffer(pool);
        HeadWriter.request(call, false, buffer);
        int length = buffer.length();
        RetainableByteBuffer frame = buffer.finish(new Frame(Frame.REQ, Frame.END, 1, length, length));
        int remaining = frame.remaining();
        frame.release();
        return remaining;
    }

    @Benchmark
    public HeadReader.Response smallAnswerIsRead() throws Exception {
        return HeadReader.response(fromPhp.slice());
    }

    @Benchmark
    public HeadReader.Response answerOfSevenFieldsIsRead() throws Exception {
        return HeadReader.response(ofAPage.slice());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
