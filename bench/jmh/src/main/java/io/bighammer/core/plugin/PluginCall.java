package io.bighammer.core.plugin;

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
import org.openjdk.jmh.infra.Blackhole;

/** What the rails around a plugin cost, of which there are up to two calls for each request, and how much of that is counting. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PluginCall {
    private final PluginCounts counts = new PluginCounts();
    private final Guard guard = new Guard("bench", PluginCall.class.getClassLoader(), true, counts);

    @Benchmark
    public void guarded(Blackhole blackhole) throws Exception {
        guard.run(() -> blackhole.consume(this));
    }

    @Benchmark
    @Threads(2)
    public void guardedByTwoThreads(Blackhole blackhole) throws Exception {
        guard.run(() -> blackhole.consume(this));
    }

    @Benchmark
    public void countedOnly() {
        counts.called(1000);
    }
}
