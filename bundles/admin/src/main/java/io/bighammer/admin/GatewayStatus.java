package io.bighammer.admin;

import io.bighammer.spi.Control;
import io.bighammer.spi.Metric;
import io.bighammer.spi.Services;
import io.bighammer.spi.StatusSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Collects what the parts of the gateway tell about themselves. Safe for use by many threads. */
@Component(service = GatewayStatus.class)
public final class GatewayStatus {
    private static final Duration PING = Duration.ofSeconds(1);

    private final List<StatusSource> sources = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<Services> services = new AtomicReference<>();
    private final Control control;
    private final String version;
    private final Instant since;

    @Activate
    public GatewayStatus(BundleContext bundle, @Reference Control control) {
        this(control, bundle.getBundle().getVersion().toString().replace(".SNAPSHOT", "-SNAPSHOT"), processStart());
    }

    GatewayStatus(Control control, String version, Instant since) {
        this.control = control;
        this.version = version;
        this.since = since;
        control.started().whenComplete((started, failure) -> changed());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSource(StatusSource source) {
        sources.add(source);
        source.onChange(this::changed);
        changed();
    }

    void removeSource(StatusSource source) {
        sources.remove(source);
        changed();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setServices(Services found) {
        services.set(found);
    }

    void unsetServices(Services gone) {
        services.compareAndSet(gone, null);
    }

    /** Empty while they are not there. */
    Optional<Services> services() {
        return Optional.ofNullable(services.get());
    }

    /** Has the listener called, from any thread, whenever a part has changed. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    Snapshot now() {
        SortedMap<String, Object> sections = new TreeMap<>();
        List<String> complaints = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (StatusSource source : sources) {
            try {
                sections.put(source.section(), source.status());
                complaints.addAll(source.complaints());
                warnings.addAll(source.warnings());
            } catch (RuntimeException e) {
                // One part that cannot tell must not silence the others.
                complaints.add("The status of " + source.getClass().getName() + " cannot be told: " + e);
            }
        }
        return new Snapshot(
                control.state(),
                ProcessHandle.current().pid(),
                since,
                version,
                sections,
                complaints,
                warnings,
                Instant.now());
    }

    Readiness readiness() {
        List<String> notReady =
                sources.stream().flatMap(source -> source.notReady().stream()).toList();
        return Readiness.of(control.state(), notReady);
    }

    boolean isStarting() {
        return control.state() == Control.State.STARTING;
    }

    List<Metric> metrics() {
        return List.of(
                Metric.gauge("bighammer_build_info", "Always 1; the label is what runs.")
                        .add(1, "version", version),
                Metric.gauge("bighammer_start_time_seconds", "When the process began, in Unix time.")
                        .add(since.toEpochMilli() / 1e3),
                Metric.gauge("bighammer_ready", "1 when /status/ready answers 200, else 0.")
                        .add(readiness().ready() ? 1 : 0));
    }

    /** Waits for the workers' answers to a ping, so that what it tells is true now. */
    Snapshot afterPing() {
        Services running = services.get();
        if (running != null) {
            running.ping(PING)
                    .copy()
                    .completeOnTimeout(null, 2 * PING.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        return now();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    private static Instant processStart() {
        return ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    }
}
