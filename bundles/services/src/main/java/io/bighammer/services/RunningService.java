package io.bighammer.services;

import io.bighammer.services.files.FileWatch;
import io.bighammer.services.guest.Guests;
import io.bighammer.services.pool.Pool;
import io.bighammer.services.pool.ServiceFigures;
import io.bighammer.services.worker.Journal;
import io.bighammer.services.worker.Worker;
import io.bighammer.services.worker.Workshop;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Hello;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.WorkerLink;
import io.bighammer.spi.WorkerRefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service with its pool and its generations: the one that serves, perhaps one that is to follow it, and those that end. Driven
 * by the supervisor's thread; its status is read by any.
 */
final class RunningService implements Generation.Owner {
    private static final Logger log = LoggerFactory.getLogger(RunningService.class);

    private final Pool pool;
    private final Guests guests;
    private final Workshop workshop;
    private final FileWatch watch;
    private final Runnable changed;
    private final Map<Integer, Journal> journals = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<Void>> endings = new HashSet<>();
    private volatile ServiceConfig config;
    private volatile Generation current;
    private volatile String complaint = "";
    private volatile Optional<Renewal> renewal = Optional.empty();
    /** Those who wait for the outcome of the newest change. */
    private final List<CompletableFuture<Void>> awaiting = new ArrayList<>();

    private long lastNumber;
    private boolean stopped;

    RunningService(ServiceConfig config, BufferBudget budget, Workshop workshop, FileWatch watch, Runnable changed) {
        this.config = config;
        this.workshop = workshop;
        this.watch = watch;
        this.changed = changed;
        pool = new Pool(config.name(), config.limits(), budget, workshop.deadlines());
        guests = new Guests(pool, workshop, this::changed);
        current = nextGeneration();
    }

    /** As it was last asked to be; its workers may still be those of a state before. */
    ServiceConfig config() {
        return config;
    }

    Service service() {
        return pool;
    }

    /** @return completed when each worker has been ready, or has failed, for the first time */
    CompletableFuture<Void> start() {
        current.goLive();
        watchFiles();
        current.start("the service starts");
        changed();
        return current.settled();
    }

    /** Goes on with the settings that are given, if it can; as before if not. */
    CompletableFuture<Void> change(ServiceConfig next) {
        config = next;
        return renew("services.json has changed", List.of());
    }

    CompletableFuture<Void> reload() {
        // What was saved just now is in it.
        watch.accept(config.name());
        return renew("it was asked for", List.of(config.path()));
    }

    /** These files are not what they were. */
    void filesChanged(List<Path> files) {
        String names = String.join(", ", files.stream().map(Path::toString).toList());
        log.info("{}: changed: {}; new workers are started beside the old ones", config.name(), names);
        renew("changed: " + names, files);
    }

    private CompletableFuture<Void> renew(String why, List<Path> files) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        awaiting.add(told);
        if (stopped) {
            tell(Optional.of(new FailedStart(config.name() + " was stopped", "")));
            return told;
        }
        cancelRenewal("a newer change has overtaken it");
        Renewal mine = new Renewal(nextGeneration(), new SyntaxCheck(workshop), workshop.loop());
        renewal = Optional.of(mine);
        mine.begin(why, files).whenComplete((proven, failure) -> renewed(mine, Optional.ofNullable(failure)));
        changed();
        return told;
    }

    private void renewed(Renewal done, Optional<Throwable> failure) {
        failure.ifPresent(why -> ends(done.generation().stop("its generation is given up: " + why.getMessage())));
        if (renewal.filter(done::equals).isEmpty()) {
            return;
        }
        renewal = Optional.empty();
        if (failure.isPresent()) {
            refuse(done.generation(), failure.get());
        } else {
            switchTo(done.generation());
        }
        tell(failure);
    }

    private void tell(Optional<Throwable> failure) {
        List<CompletableFuture<Void>> told = List.copyOf(awaiting);
        awaiting.clear();
        told.forEach(one -> failure.ifPresentOrElse(one::completeExceptionally, () -> one.complete(null)));
    }

    private void cancelRenewal(String why) {
        Optional<Renewal> pending = renewal;
        // First, so that a cancelled one is not taken for one that failed.
        renewal = Optional.empty();
        pending.ifPresent(cancelled -> cancelled.cancel(why));
    }

    private void switchTo(Generation next) {
        Generation before = current;
        current = next;
        complaint = "";
        pool.figures().renewed();
        pool.limit(next.config().limits());
        next.goLive();
        ends(before.stop("generation " + next.number() + " has taken its place"));
        watchFiles();
        log.info("{}: generation {} serves", config.name(), next.number());
        changed();
    }

    private void refuse(Generation next, Throwable failure) {
        String text = config.name() + ": the change was not taken over, the workers from before serve on. "
                + failure.getMessage()
                + (config.reload() ? "" : " When it is mended: ./duang.sh reload " + config.name());
        log.error("{}", text);
        pool.figures().notRenewed();
        complaint = text;
        if (config.reload()) {
            String stderr = failure instanceof FailedStart broken ? broken.stderr() : "";
            watch.afterFailure(config.name(), next.files(), stderr);
        }
        changed();
    }

    private void ends(CompletableFuture<Void> ending) {
        endings.add(ending);
        ending.thenRunAsync(() -> endings.remove(ending), workshop.loop());
    }

    private void watchFiles() {
        if (current.config().reload() && current.config().instances() > 0) {
            watch.only(config.name(), current.files());
        } else {
            watch.forget(config.name());
        }
    }

    /** Ends all workers at the same time. */
    CompletableFuture<Void> stop() {
        stopped = true;
        watch.forget(config.name());
        cancelRenewal("the service is stopped");
        tell(Optional.of(new FailedStart(config.name() + " was stopped", "")));
        ends(current.stop("the service is stopped"));
        guests.dismiss("the service is stopped");
        return CompletableFuture.allOf(endings.toArray(CompletableFuture<?>[]::new));
    }

    /** Lets a worker in that the gateway did not start. Called on an I/O thread. */
    WorkerLink.Listener welcome(Hello hello, WorkerLink link) throws WorkerRefusedException {
        return guests.admit(config, hello, link);
    }

    void beat() {
        current.workers().forEach(Worker::beat);
        guests.beat();
    }

    CompletableFuture<Void> ping() {
        return CompletableFuture.allOf(current.workers().stream()
                .map(worker -> worker.ping().copy().exceptionally(ended -> null))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** The process of the first worker, while it is ready. */
    OptionalLong firstPid() {
        return current.workers().stream().findFirst().map(Worker::readyPid).orElseGet(OptionalLong::empty);
    }

    ServiceFigures figures() {
        return pool.figures();
    }

    int queued() {
        return pool.queued();
    }

    long generation() {
        return current.number();
    }

    int readyWorkers() {
        return pool.workers();
    }

    List<Worker> workers() {
        return current.workers();
    }

    ServiceStatus status() {
        Generation shown = current;
        return new ServiceStatus(
                config.name(),
                state(shown),
                shown.number(),
                renewal.map(Renewal::text).orElse(""),
                pool.queued(),
                watch.count(config.name()),
                pool.figures().requests(),
                pool.figures().errors(),
                Stream.concat(shown.workers().stream().map(Worker::status), guests.status().stream())
                        .toList());
    }

    /** Whether a request can be answered now, perhaps after a wait for a worker. */
    boolean isReady() {
        return !guests.isEmpty() || current.workers().stream().anyMatch(Worker::isReady);
    }

    List<String> complaints() {
        List<String> all = new ArrayList<>();
        all.add(complaint);
        current.workers().forEach(worker -> all.add(worker.complaint()));
        if (config.instances() == 0 && guests.isEmpty()) {
            all.add(config.name()
                    + ": no worker has connected; \"instances\" is 0, so start one elsewhere, with the token of"
                    + " services.json");
        }
        return all.stream().filter(text -> !text.isEmpty()).toList();
    }

    @Override
    public void loaded(Generation generation, List<Path> files) {
        if (generation.config().reload() && !stopped) {
            watch.also(config.name(), files);
        }
    }

    @Override
    public void changed() {
        boolean expected = config.token().isPresent() && !stopped;
        long nextTry =
                current.workers().stream().mapToLong(Worker::nextTry).min().orElseGet(System::nanoTime);
        pool.hope(expected || current.workers().stream().anyMatch(Worker::hopeful), nextTry);
        changed.run();
    }

    private Generation nextGeneration() {
        lastNumber++;
        return new Generation(
                lastNumber,
                config,
                pool,
                workshop,
                instance -> journals.computeIfAbsent(instance, number -> new Journal(config.name() + "#" + number)),
                this);
    }

    private String state(Generation shown) {
        long ready = shown.workers().stream().filter(Worker::isReady).count();
        if (ready > 0 || !guests.isEmpty()) {
            return ready == shown.workers().size() ? "ready" : "partly";
        }
        return shown.workers().stream().anyMatch(Worker::hopeful) ? "starting" : "down";
    }
}
