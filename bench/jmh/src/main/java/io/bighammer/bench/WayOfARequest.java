package io.bighammer.bench;

import io.bighammer.core.plugin.PluginInstance;
import io.bighammer.core.route.Conditions;
import io.bighammer.core.route.RouteTable;
import io.bighammer.core.way.Chain;
import io.bighammer.core.way.Generation;
import io.bighammer.core.way.Route;
import io.bighammer.core.way.RouteFigures;
import io.bighammer.core.way.ServiceTarget;
import io.bighammer.core.way.Step;
import io.bighammer.core.way.Ways;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The whole way of a request through the core, counting included: route, chain, service, chain, answer. Between a door and a service
 * that do nothing. What the logger does on its own thread is not in the time, but is in the garbage; see LogLine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class WayOfARequest {

    /** Their names with {@code +} between them, in the order of the chain. */
    @Param({"none", "auth", "logger", "ratelimit", "auth+logger+ratelimit"})
    private String plugins;

    private final Ways ways = new Ways();
    private final List<PluginInstance> instances = new ArrayList<>();
    private final HttpFields headers =
            SampleRequest.headers().add("X-API-Key", ShippedPlugins.KEY).asImmutable();

    @Setup
    public void makeGeneration(Blackhole blackhole) throws Exception {
        if (!plugins.equals("none")) {
            for (String name : plugins.split("\\+")) {
                instances.add(ShippedPlugins.instance(name));
            }
        }
        Chain chain = new Chain(List.<Step>copyOf(instances), Runnable::run);
        Chain unmatched = new Chain(List.of(), Runnable::run);
        ServiceTarget service = new ServiceTarget(
                new SampleService(blackhole), "hello", "hello", "handle", Duration.ofSeconds(30), false);
        Route route = new Route(chain, service, new RouteFigures());
        RouteTable<Route> table = RouteTable.of(
                List.of(new RouteTable.Entry<>(Conditions.of(SampleRequest.PATH, SampleRequest.METHOD), route)));
        ways.use(new Generation(1, table, Set.of(chain, unmatched), unmatched, new RouteFigures(), Long.MAX_VALUE));
    }

    @TearDown
    public void close() {
        instances.forEach(PluginInstance::close);
    }

    @Benchmark
    public void taken(Blackhole blackhole) {
        ways.handle(new SampleExchange(headers, blackhole, System.nanoTime()));
    }
}
