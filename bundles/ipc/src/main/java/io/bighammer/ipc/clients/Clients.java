package io.bighammer.ipc.clients;

import io.bighammer.spi.AddressLimit;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import io.bighammer.spi.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.util.InetAddressSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of one listener. Started once, ended once. */
final class Clients {
    private static final Logger log = LoggerFactory.getLogger(Clients.class);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);

    private final Network network;
    private final ClientArrivals arrivals;
    private final Pace pace;
    private final TlsLayer tls;
    private final AddressLimit addresses;
    private final CompletableFuture<Void> emptied = new CompletableFuture<>();
    private volatile GatewayConfig.Limits limits;
    private volatile boolean ending;

    /** What a client door needs to answer requests. */
    record Ways(Gateway gateway, JsonRequests requests, BufferBudget budget, Network network) {}

    Clients(String door, Ways ways, ClientArrivals.Gate gate, GatewayConfig config) throws IOException {
        this.limits = config.limits();
        this.network = ways.network();
        this.tls = new TlsLayer(door, config);
        ClientsShared shared = new ClientsShared(door, ways, () -> this.limits);
        addresses = new AddressLimit(limits.maxConnectionsPerAddress(), trustedProxies(config), log::warn);
        arrivals = new ClientArrivals(shared, gate, addresses, tls, this::connectionGone);
        pace = new Pace(arrivals.connections(), shared);
    }

    void start() {
        pace.start();
    }

    ClientArrivals arrivals() {
        return arrivals;
    }

    /** Does this again and again until the end. */
    void every(Duration interval, Runnable task) {
        network.scheduler()
                .schedule(
                        () -> {
                            if (!ending) {
                                task.run();
                                every(interval, task);
                            }
                        },
                        interval.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    int count() {
        return arrivals.connections().size();
    }

    /** Whether they are spoken with as this configuration says, but for what {@link #apply} changes. */
    boolean areAs(GatewayConfig config) {
        return tls.isAs(config);
    }

    void apply(GatewayConfig config) {
        limits = config.limits();
        addresses.change(limits.maxConnectionsPerAddress(), trustedProxies(config));
        tls.renew(config);
    }

    private static Predicate<InetAddress> trustedProxies(GatewayConfig config) {
        InetAddressSet networks = new InetAddressSet();
        networks.addAll(config.edge().trustedProxies());
        return address -> !networks.isEmpty() && networks.test(address);
    }

    private void connectionGone() {
        if (ending && arrivals.connections().isEmpty()) {
            emptied.complete(null);
        }
    }

    /** @return completed, never exceptionally, when the last connection is closed */
    CompletableFuture<Void> end(Duration grace) {
        ending = true;
        arrivals.drain();
        connectionGone();
        return emptiedWithin(grace)
                .thenCompose(nothing -> {
                    arrivals.connections().forEach(ClientConnection::close);
                    return emptiedWithin(LONGEST_FAREWELL);
                })
                .thenRun(this::stop);
    }

    /** Completed also when they do not end in that time. */
    private CompletableFuture<Void> emptiedWithin(Duration time) {
        return emptied.copy().completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        pace.stop();
        tls.stop();
    }
}
