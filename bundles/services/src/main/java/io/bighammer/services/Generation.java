package io.bighammer.services;

import io.bighammer.services.pool.Pool;
import io.bighammer.services.worker.Journal;
import io.bighammer.services.worker.Worker;
import io.bighammer.services.worker.WorkerId;
import io.bighammer.services.worker.Workshop;
import io.bighammer.spi.ServiceConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The workers of one state of a service's program and settings. Driven by the supervisor's thread; its status is read by any.
 */
final class Generation implements Worker.Listener {

    /** Hears of all generations of a service, on the supervisor's thread. */
    interface Owner {
        void loaded(Generation generation, List<Path> files);

        void changed();
    }

    private final long number;
    private final ServiceConfig config;
    private final Owner owner;
    private final List<Worker> workers;
    private final Map<Worker, CompletableFuture<Void>> firstTries;
    private final CompletableFuture<Void> proven = new CompletableFuture<>();
    private final Set<Path> files = ConcurrentHashMap.newKeySet();

    /** @param journals of the worker with that number, in all generations */
    Generation(
            long number,
            ServiceConfig config,
            Pool pool,
            Workshop workshop,
            IntFunction<Journal> journals,
            Owner owner) {
        this.number = number;
        this.config = config;
        this.owner = owner;
        files.add(config.path());
        workers = IntStream.rangeClosed(1, config.instances())
                .mapToObj(instance -> new Worker(
                        new WorkerId(config, instance, number), pool, workshop, journals.apply(instance), this))
                .toList();
        firstTries =
                workers.stream().collect(Collectors.toMap(Function.identity(), worker -> new CompletableFuture<>()));
        all(firstTries.values().stream().toList()).thenRun(() -> proven.complete(null));
    }

    long number() {
        return number;
    }

    ServiceConfig config() {
        return config;
    }

    List<Worker> workers() {
        return workers;
    }

    /** What its workers have loaded, as far as they said so, and its program. */
    Set<Path> files() {
        return Set.copyOf(files);
    }

    void start(String why) {
        workers.forEach(worker -> worker.start(why));
    }

    /** Its workers get requests from now on. */
    void goLive() {
        workers.forEach(Worker::goLive);
    }

    /** Completed when each worker has been ready, or has failed, for the first time. */
    CompletableFuture<Void> settled() {
        return all(firstTries.values().stream()
                .map(first -> first.handle((ready, failure) -> (Void) null))
                .toList());
    }

    /** Completed when all workers are ready; completed exceptionally, by a {@link FailedStart}, when one has failed before. */
    CompletableFuture<Void> proven() {
        return proven;
    }

    CompletableFuture<Void> stop(String why) {
        return all(workers.stream().map(worker -> worker.stop(why)).toList());
    }

    @Override
    public void ready(Worker worker) {
        firstTries.get(worker).complete(null);
    }

    @Override
    public void failed(Worker worker, String why, String stderr) {
        FailedStart failure = new FailedStart(why, stderr);
        firstTries.get(worker).completeExceptionally(failure);
        proven.completeExceptionally(failure);
    }

    @Override
    public void loaded(List<Path> more) {
        files.addAll(more);
        owner.loaded(this, more);
    }

    @Override
    public void changed() {
        owner.changed();
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
    }
}
