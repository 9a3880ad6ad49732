package io.bighammer.services;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A service with its pool and its workers. Driven by the supervisor's thread; its status is read by any. */
final class RunningService {
    private final ServiceConfig config;
    private final Pool pool;
    private final List<Worker> workers;
    private final Runnable changed;

    RunningService(ServiceConfig config, BufferBudget budget, Workshop workshop, Runnable changed) {
        this.config = config;
        this.changed = changed;
        pool = new Pool(config, budget, workshop.deadlines());
        workers = IntStream.rangeClosed(1, config.instances())
                .mapToObj(instance -> new Worker(config, instance, pool, workshop, this::changed))
                .toList();
    }

    ServiceConfig config() {
        return config;
    }

    Service service() {
        return pool;
    }

    /** @return completed when each worker has been ready, or has failed, for the first time */
    CompletableFuture<Void> start() {
        workers.forEach(Worker::start);
        return CompletableFuture.allOf(workers.stream().map(Worker::settled).toArray(CompletableFuture<?>[]::new));
    }

    /** Ends all workers at the same time. */
    CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(workers.stream().map(Worker::stop).toArray(CompletableFuture<?>[]::new));
    }

    void beat() {
        workers.forEach(Worker::beat);
    }

    CompletableFuture<Void> ping() {
        return CompletableFuture.allOf(workers.stream()
                .map(worker -> worker.ping().copy().exceptionally(ended -> null))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** The process of the first worker, while it is ready. */
    Optional<Long> firstPid() {
        return workers.get(0).readyPid();
    }

    ServiceStatus status() {
        return new ServiceStatus(
                config.name(),
                state(),
                pool.queued(),
                workers.stream().map(Worker::status).toList(),
                complaints());
    }

    List<String> complaints() {
        return workers.stream()
                .map(Worker::complaint)
                .filter(complaint -> !complaint.isEmpty())
                .toList();
    }

    private String state() {
        long ready = workers.stream().filter(Worker::isReady).count();
        if (ready > 0) {
            return ready == workers.size() ? "ready" : "partly";
        }
        return workers.stream().anyMatch(Worker::hopeful) ? "starting" : "down";
    }

    private void changed() {
        pool.hope(workers.stream().anyMatch(Worker::hopeful));
        changed.run();
    }
}
