package io.bighammer.services.pool;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the counting of an answered call costs, for its service and for its worker. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallCounting {
    private final ServiceFigures service = new ServiceFigures();
    private final WorkerFigures worker = new WorkerFigures();

    @Benchmark
    public void answered() {
        long nanos = 100_000 + ThreadLocalRandom.current().nextInt(1_000_000);
        service.waited(nanos);
        worker.sent();
        worker.answered(200, nanos);
        service.answered(200, nanos);
    }
}
