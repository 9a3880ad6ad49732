package io.bighammer.plugins.logger;

import io.bighammer.api.Outcome;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A line of the access log, made on the logger's own thread: it delays no request, and costs CPU as well. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LogLine {
    /** As many as come within the 5 ms that a line waits for others, at 10,000 requests a second. */
    private static final int BATCH = 50;

    private final JsonFormat json = new JsonFormat();
    private final CombinedFormat combined = new CombinedFormat();
    private final Entry.Visit visit = new Entry.Visit(
            Instant.now(),
            "0b5e7a9c4d1f4c62",
            "http",
            "127.0.0.1",
            "GET",
            "/api/hello",
            "",
            "HTTP/1.1",
            Optional.of("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
            Optional.of("http://localhost/shop/orders"));
    private final Entry entry =
            new Entry(visit, Optional.of("me"), new Outcome(200, 0, 107, Duration.ofNanos(1_234_567), false));

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private int left;

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int json() {
        return batch(json);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int combined() {
        return batch(combined);
    }

    private int batch(LineFormat format) {
        lines.reset();
        left = BATCH;
        format.append(() -> left-- > 0 ? entry : null, lines);
        return lines.size();
    }
}
