package io.bighammer.services;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Hello;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.Services;
import io.bighammer.spi.StatusSource;
import io.bighammer.spi.WorkerAdmission;
import io.bighammer.spi.WorkerLink;
import io.bighammer.spi.WorkerRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Runs the services: starts their workers, lets them in, watches, replaces and ends them. Safe for use by many threads. */
@Component
public final class Supervisor implements Services, WorkerAdmission, StatusSource {
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final BufferBudget budget;
    private final ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler("bighammer-deadlines", true);
    private final Loop loop = new Loop();
    private final Tokens tokens = new Tokens();
    private final Deadlines deadlines;
    private final Executables executables;
    private final Spawner spawner;
    private final Map<String, String> environment;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, RunningService> running = Map.of();
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
        LifeCycle.start(timer);
        deadlines = new Deadlines(timer);
        loop.every(BEAT, () -> running.values().forEach(RunningService::beat));
    }

    @Deactivate
    void close() {
        stop().completeOnTimeout(null, 1, TimeUnit.MINUTES).join();
        loop.close();
        deadlines.close();
        spawner.close();
        LifeCycle.stop(timer);
    }

    @Override
    public CompletableFuture<Void> run(List<ServiceConfig> services, GatewayConfig config) {
        Workshop workshop = new Workshop(
                loop,
                spawner,
                tokens,
                deadlines,
                new CommandLine(executables, config.home()),
                config.home(),
                config.businessSocket(),
                environment);
        Map<String, RunningService> next = new LinkedHashMap<>();
        List<RunningService> begin = new ArrayList<>();
        Map<String, RunningService> before = running;
        for (ServiceConfig service : services) {
            RunningService same = before.get(service.name());
            if (same == null || !same.config().equals(service)) {
                same = new RunningService(service, budget, workshop, this::changed);
                begin.add(same);
            }
            next.put(service.name(), same);
        }
        running = next;
        CompletableFuture<Void> settled = new CompletableFuture<>();
        loop.execute(() -> {
            pidFile = Optional.of(pidFile.orElseGet(() -> new PidFile(config.businessPid())));
            CompletableFuture.allOf(begin.stream().map(RunningService::start).toArray(CompletableFuture<?>[]::new))
                    .thenRun(() -> settled.complete(null));
            before.values().stream().filter(old -> !next.containsValue(old)).forEach(RunningService::stop);
        });
        return settled;
    }

    @Override
    public Optional<Service> find(String name) {
        return Optional.ofNullable(running.get(name)).map(RunningService::service);
    }

    @Override
    public WorkerLink.Listener admit(Hello hello, String peerUser, WorkerLink link) throws WorkerRefusedException {
        String user = System.getProperty("user.name");
        if (!peerUser.isEmpty() && !peerUser.equals(user)) {
            throw new WorkerRefusedException(
                    "a worker runs as the user of the gateway, " + user + ", not as " + peerUser);
        }
        return tokens.redeem(hello.token())
                .orElseThrow(
                        () -> new WorkerRefusedException("the token is unknown or was used before: only a process that"
                                + " the gateway has started can be a worker; name its program in services.json"))
                .admit(hello, link);
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
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** On the supervisor's thread. */
    private void changed() {
        pidFile.ifPresent(file ->
                file.tell(Optional.ofNullable(running.get(ServiceConfig.MAIN)).flatMap(RunningService::firstPid)));
        listeners.forEach(Runnable::run);
    }
}
