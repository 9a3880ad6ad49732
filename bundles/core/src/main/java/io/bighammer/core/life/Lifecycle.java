package io.bighammer.core.life;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.ConfigurationException;
import io.bighammer.core.config.ConfigurationReader;
import io.bighammer.core.config.Home;
import io.bighammer.core.shell.ShellCommands;
import io.bighammer.core.way.Ways;
import io.bighammer.core.websocket.Connections;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Control;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.MetricSource;
import io.bighammer.spi.Services;
import io.bighammer.spi.StatusSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the gateway: the steps of its start and of its stop, in order, each a log line. Each of the two runs on a thread of its
 * own, once.
 */
@Component(immediate = true)
public final class Lifecycle implements Control, StatusSource {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);
    private static final int EXIT_CONFIGURATION = 2;
    private static final int EXIT_START = 1;
    private static final Duration ADMIN_GRACE = Duration.ofSeconds(1);

    private final BundleContext core;
    private final Ways ways;
    private final Services services;
    private final BufferBudget budget;
    private final ConfigurationAdmin admin;
    private final IntConsumer exit;
    private final Connections connections;
    private final Doors doors;
    private final Home home;
    private final ConfigurationReader reader;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> stopAsked = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final List<Runnable> statusListeners = new CopyOnWriteArrayList<>();
    private final Threads threads = new Threads();
    private final List<AutoCloseable> watches = new ArrayList<>();
    private final Thread starter = new Thread(this::start, "start");
    private volatile LiveGateway gateway;
    private volatile Generations generations;

    @Activate
    public Lifecycle(
            BundleContext core,
            @Reference Ways ways,
            @Reference Services services,
            @Reference BufferBudget budget,
            @Reference ConfigurationAdmin admin,
            @Reference(target = "(bighammer.exit=true)") IntConsumer exit,
            @Reference Connections connections,
            @Reference Doors doors) {
        this.core = core;
        this.ways = ways;
        this.services = services;
        this.budget = budget;
        this.admin = admin;
        this.exit = exit;
        this.connections = connections;
        this.doors = doors;
        this.home = Home.of(Path.of(core.getProperty("bighammer.home")));
        this.reader = new ConfigurationReader(home);
        starter.start();
    }

    private void start() {
        try {
            Configuration configuration = step("configuration", reader::read);
            GatewayConfig config = configuration.gateway();
            gateway = new LiveGateway(config, doors, budget);
            core.registerService(GatewayConfig.class, config, null);
            Peers.await(core);
            PidFile.write(config.mainPid(), ProcessHandle.current().pid());
            step("admin", () -> doors.openAdmin(configuration));
            LiveServices live = new LiveServices(services, config);
            step("plugins", () -> makeGenerations(live, configuration));
            step("sockets", () -> doors.openSockets(configuration));
            step("http", () -> doors.openNetwork(configuration));
            step("services", () -> awaitFirstTry(live.follow(configuration.services(), config)));
            watch();
            running();
        } catch (ConfigurationException e) {
            fail(EXIT_CONFIGURATION, e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            log.debug("Start failed", e);
            fail(EXIT_START, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private interface Reading<T> {
        T get() throws IOException;
    }

    private static void step(String name, Task task) throws IOException {
        step(name, () -> {
            task.run();
            return null;
        });
    }

    private static <T> T step(String name, Reading<T> task) throws IOException {
        long began = System.nanoTime();
        T result = task.get();
        log.info(
                "Start: {} ({} ms)",
                name,
                Duration.ofNanos(System.nanoTime() - began).toMillis());
        return result;
    }

    private void makeGenerations(LiveServices live, Configuration configuration) {
        generations = new Generations(
                core,
                gateway,
                live,
                ways,
                reader,
                threads.blockingPool(),
                threads.retirement(),
                connections,
                configuration);
        generations.begin();
        core.registerService(
                MetricSource.class, new CoreMetrics(doors, gateway, budget, generations, connections), null);
    }

    /** So that who starts the gateway hears what is wrong with a service; a stop does not wait for it. */
    private void awaitFirstTry(CompletableFuture<Void> settled) {
        CompletableFuture.anyOf(settled, stopAsked).join();
    }

    private void watch() {
        ConfigurationThread configuration = new ConfigurationThread(generations, this::changed);
        watches.add(configuration);
        FileWatch files = new FileWatch(core, admin, gateway.config(), reader.configFile(), configuration::mark);
        watches.add(files);
        gateway.onChange(files::follow);
        watches.add(PluginWatch.begin(core, generations::leave, configuration::mark));
        ShellCommands.offer(
                core,
                gateway.config().files().pluginFolder(),
                generations::inForce,
                jar -> configuration.ask(() -> generations.renewWith(jar)));
    }

    private void running() {
        if (state.compareAndSet(State.STARTING, State.RUNNING)) {
            log.info("The gateway runs");
            started.complete(null);
            changed();
        }
    }

    private void fail(int code, String reason) {
        state.set(State.FAILED);
        log.error("The gateway cannot start:\n{}", reason);
        System.err.println(reason);
        started.completeExceptionally(new IllegalStateException(reason));
        changed();
        shutDown();
        exit.accept(code);
    }

    @Override
    public void stop() {
        stopAsked.complete(null);
        State before = state.getAndUpdate(now -> now == State.FAILED ? now : State.STOPPING);
        if (before == State.STARTING || before == State.RUNNING) {
            new Thread(this::stopInOrder, "stop").start();
        }
    }

    private void stopInOrder() {
        changed();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        started.completeExceptionally(new IllegalStateException("The gateway was stopped before it ran."));
        shutDown();
        log.info("The gateway has stopped");
        exit.accept(0);
    }

    /** Takes down whatever was put up, in the order of a stop; what fails is logged and does not keep up the rest. */
    private void shutDown() {
        watches.forEach(watch -> down("watch", watch::close));
        if (gateway == null) {
            return;
        }
        GatewayConfig config = gateway.config();
        Duration grace = config.limits().drainTimeout();
        down("client doors", () -> doors.closeToClients(grace).join());
        down("services", () -> services.stop().join());
        down("workers' door", () -> doors.closeToWorkers(grace).join());
        if (generations != null) {
            down("plugins", generations::end);
        }
        threads.close();
        down("admin", () -> doors.closeAdmin(ADMIN_GRACE).join());
        down("pid files", () -> PidFile.delete(config.mainPid()));
    }

    private interface Ending {
        void run() throws Exception;
    }

    private static void down(String name, Ending ending) {
        try {
            ending.run();
            log.info("Stop: {}", name);
        } catch (Exception | Error e) { // whatever a plugin throws, the rest is taken down
            log.error("Stop: {} failed", name, e);
        }
    }

    @Override
    public State state() {
        return state.get();
    }

    @Override
    public CompletableFuture<Void> started() {
        return started;
    }

    @Override
    public Comparison compare() {
        if (generations == null) {
            throw new IllegalStateException("Nothing is in force yet");
        }
        return generations.compare();
    }

    @Override
    public String section() {
        return "gateway";
    }

    @Override
    public Object status() {
        return CoreStatus.of(doors.addresses(), generations, connections);
    }

    @Override
    public List<String> complaints() {
        return generations == null ? List.of() : generations.complaints();
    }

    @Override
    public List<String> warnings() {
        return generations == null ? List.of() : generations.warnings();
    }

    @Override
    public List<String> notReady() {
        return generations == null ? List.of() : generations.notReady();
    }

    @Override
    public void onChange(Runnable listener) {
        statusListeners.add(listener);
    }

    private void changed() {
        statusListeners.forEach(Runnable::run);
    }
}
