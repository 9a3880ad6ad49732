package io.bighammer.bench;

import io.bighammer.core.route.Conditions;
import io.bighammer.core.route.Lookup;
import io.bighammer.core.route.PathPattern;
import io.bighammer.core.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to find the route of a request, in a short table and in a long one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteLookup {
    /** So many that neither caches nor branch prediction know what comes. */
    private static final int REQUESTS = 1 << 14;

    @Param({"10", "10000"})
    private int routes;

    private RouteTable<Integer> table;
    private RouteTable<Integer> tableOfHosts;
    private String[] hosts;
    private String[] exact;
    private String[] params;
    private String[] missing;
    private int next;

    @Setup
    public void makeTable() {
        List<RouteTable.Entry<Integer>> entries = new ArrayList<>();
        for (int n = 0; n < routes; n++) {
            String path =
                    n % 2 == 0 ? "/api/team" + n / 50 + "/orders" + n : "/api/team" + n / 50 + "/users" + n + "/{id}";
            entries.add(new RouteTable.Entry<>(Conditions.of(path, "GET"), n));
        }
        table = RouteTable.of(entries);
        tableOfHosts = RouteTable.of(IntStream.range(0, routes)
                .mapToObj(n -> new RouteTable.Entry<>(
                        new Conditions(new PathPattern("/api/orders"), Set.of("GET"), Set.of(host(n)), Map.of(), 0), n))
                .toList());
        Random random = new Random(1);
        hosts = new String[REQUESTS];
        exact = new String[REQUESTS];
        params = new String[REQUESTS];
        missing = new String[REQUESTS];
        for (int n = 0; n < REQUESTS; n++) {
            hosts[n] = host(random.nextInt(routes));
            int even = random.nextInt(routes / 2) * 2;
            exact[n] = "/api/team" + even / 50 + "/orders" + even;
            params[n] = "/api/team" + (even + 1) / 50 + "/users" + (even + 1) + "/" + random.nextInt(100_000);
            missing[n] = exact[n] + "x";
        }
    }

    @Benchmark
    public Lookup<Integer> exactPath() {
        return find(exact);
    }

    @Benchmark
    public Lookup<Integer> pathWithAParameter() {
        return find(params);
    }

    @Benchmark
    public Lookup<Integer> noRoute() {
        return find(missing);
    }

    @Benchmark
    public Lookup<Integer> onePathOfManyHosts() {
        next = (next + 1) & (REQUESTS - 1);
        return tableOfHosts.find("GET", hosts[next], "/api/orders", HttpFields.EMPTY);
    }

    private static String host(int n) {
        return "shop" + n + ".example.com";
    }

    private Lookup<Integer> find(String[] paths) {
        next = (next + 1) & (REQUESTS - 1);
        return table.find("GET", "localhost", paths[next], HttpFields.EMPTY);
    }
}
