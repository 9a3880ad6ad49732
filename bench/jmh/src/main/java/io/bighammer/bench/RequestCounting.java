package io.bighammer.bench;

import io.bighammer.api.Outcome;
import io.bighammer.core.way.Maker;
import io.bighammer.core.way.RouteFigures;
import java.time.Duration;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What the counting of a request costs: alone, and when another thread counts for the same route. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RequestCounting {
    private final RouteFigures figures = new RouteFigures();

    @Benchmark
    public void oneThread() {
        count();
    }

    @Benchmark
    @Threads(2)
    public void twoThreads() {
        count();
    }

    private void count() {
        figures.begins();
        long nanos = 100_000 + ThreadLocalRandom.current().nextInt(1_000_000);
        figures.ends(Maker.SERVICE, new Outcome(200, 10, 100, Duration.ofNanos(nanos), false));
    }
}
