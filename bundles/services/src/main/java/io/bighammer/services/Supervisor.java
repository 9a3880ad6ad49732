package io.bighammer.services;

import io.bighammer.services.files.FileWatch;
import io.bighammer.services.health.Heartbeat;
import io.bighammer.services.pool.WorkerCalls;
import io.bighammer.services.process.CommandLine;
import io.bighammer.services.process.Executables;
import io.bighammer.services.process.Spawner;
import io.bighammer.services.time.Deadlines;
import io.bighammer.services.time.Loop;
import io.bighammer.services.worker.Tokens;
import io.bighammer.services.worker.Workshop;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Hello;
import io.bighammer.spi.Metric;
import io.bighammer.spi.MetricSource;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.Services;
import io.bighammer.spi.StatusSource;
import io.bighammer.spi.WorkerAdmission;
import io.bighammer.spi.WorkerLink;
import io.bighammer.spi.WorkerRefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Runs the services: starts their workers, lets them in, watches, replaces and ends them. Safe for use by many threads. */
@Component
public final class Supervisor implements Services, WorkerAdmission, StatusSource, MetricSource {
    private final BufferBudget budget;
    private final ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler("bighammer-deadlines", true);
    private final Loop loop = new Loop("bighammer-supervisor");
    private final Tokens tokens = new Tokens();
    private final Deadlines deadlines;
    private final Executables executables;
    private final Spawner spawner;
    private final FileWatch watch;
    private final Map<String, String> environment;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Service> builtIn = new ConcurrentHashMap<>();
    private volatile Map<String, RunningService> running = Map.of();
    private volatile Path door;
    private Optional<PidFile> pidFile = Optional.empty();

    @Activate
    public Supervisor(@Reference BufferBudget budget) {
        this(budget, System.getenv());
    }

    Supervisor(BufferBudget budget, Map<String, String> environment) {
        this.budget = budget;
        this.environment = Map.copyOf(environment);
        executables = new Executables(environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        spawner = new Spawner(executables);
        watch = new FileWatch((service, files) -> loop.execute(() -> filesChanged(service, files)));
        LifeCycle.start(timer);
        deadlines = new Deadlines(timer);
        loop.every(Heartbeat.EVERY, () -> running.values().forEach(RunningService::beat));
    }

    @Deactivate
    void close() {
        stop().completeOnTimeout(null, 1, TimeUnit.MINUTES).join();
        watch.close();
        loop.close();
        deadlines.close();
        spawner.close();
        LifeCycle.stop(timer);
    }

    /** A part of the gateway that workers call by its name. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + Service.BUILT_IN + "=*)")
    void addBuiltIn(Service service) {
        builtIn.put(service.name(), service);
    }

    void removeBuiltIn(Service service) {
        builtIn.remove(service.name(), service);
    }

    private void filesChanged(String service, List<Path> files) {
        Optional.ofNullable(running.get(service)).ifPresent(found -> found.filesChanged(files));
    }

    @Override
    public CompletableFuture<Void> run(List<ServiceConfig> services, GatewayConfig config) {
        door = config.businessSocket();
        Workshop workshop = new Workshop(
                loop,
                spawner,
                tokens,
                deadlines,
                new WorkerCalls(this::find),
                new CommandLine(executables, config.home()),
                environment,
                config.home(),
                () -> door);
        Map<String, RunningService> before = running;
        Map<String, RunningService> next = new LinkedHashMap<>();
        for (ServiceConfig service : services) {
            RunningService same = before.get(service.name());
            next.put(
                    service.name(),
                    same == null ? new RunningService(service, budget, workshop, watch, this::changed) : same);
        }
        running = next;
        CompletableFuture<Void> settled = new CompletableFuture<>();
        loop.execute(() -> {
            pidFile = Optional.of(pidFile.orElseGet(() -> new PidFile(config.businessPid())));
            List<CompletableFuture<Void>> tries = new ArrayList<>();
            for (ServiceConfig service : services) {
                RunningService now = next.get(service.name());
                if (!before.containsValue(now)) {
                    tries.add(now.start());
                } else if (!now.config().equals(service)) {
                    tries.add(now.change(service).exceptionally(shown -> null));
                }
            }
            before.values().stream().filter(old -> !next.containsValue(old)).forEach(RunningService::stop);
            CompletableFuture.allOf(tries.toArray(CompletableFuture<?>[]::new))
                    .whenComplete((done, never) -> settled.complete(null));
        });
        return settled;
    }

    @Override
    public CompletableFuture<Void> reload(String service) {
        CompletableFuture<Void> reloaded = new CompletableFuture<>();
        loop.execute(() -> {
            RunningService found = running.get(service);
            if (found == null) {
                reloaded.completeExceptionally(new IllegalArgumentException(
                        "there is no service " + service + "; those that run are " + String.join(", ", names())));
                return;
            }
            found.reload().whenComplete((done, failure) -> {
                if (failure == null) {
                    reloaded.complete(null);
                } else {
                    reloaded.completeExceptionally(failure);
                }
            });
        });
        return reloaded;
    }

    @Override
    public List<String> names() {
        return List.copyOf(running.keySet());
    }

    @Override
    public Optional<Service> find(String name) {
        RunningService program = running.get(name);
        return program == null ? Optional.ofNullable(builtIn.get(name)) : Optional.of(program.service());
    }

    @Override
    public WorkerLink.Listener admit(Hello hello, String peerUser, WorkerLink link) throws WorkerRefusedException {
        RunningService service = running.get(hello.service());
        if (service == null) {
            throw new WorkerRefusedException("there is no service " + hello.service() + "; name it in services.json");
        }
        // First, so that a token is not used up by somebody else.
        Workshop.requireUser(service.config(), peerUser);
        Optional<WorkerLink.Listener> own = tokens.admit(hello, link);
        return own.isPresent() ? own.get() : service.welcome(hello, link);
    }

    @Override
    public CompletableFuture<Void> ping(Duration limit) {
        return CompletableFuture.allOf(
                        running.values().stream().map(RunningService::ping).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public CompletableFuture<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        loop.execute(() -> CompletableFuture.allOf(
                        running.values().stream().map(RunningService::stop).toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, never) -> stopped.complete(null)));
        return stopped;
    }

    @Override
    public String section() {
        return "services";
    }

    @Override
    public Object status() {
        return running.values().stream().map(RunningService::status).toList();
    }

    @Override
    public List<String> complaints() {
        return running.values().stream()
                .flatMap(service -> service.complaints().stream())
                .toList();
    }

    @Override
    public List<Metric> metrics() {
        return ServiceMetrics.of(running.values());
    }

    @Override
    public List<String> notReady() {
        return running.values().stream()
                .filter(service -> !service.isReady())
                .map(service ->
                        "service " + service.config().name() + ": no worker is ready; ./duang.sh status says why")
                .toList();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** On the supervisor's thread. */
    private void changed() {
        pidFile.ifPresent(file -> file.tell(Optional.ofNullable(running.get(ServiceConfig.MAIN))
                .map(RunningService::firstPid)
                .orElseGet(OptionalLong::empty)));
        listeners.forEach(Runnable::run);
    }
}
