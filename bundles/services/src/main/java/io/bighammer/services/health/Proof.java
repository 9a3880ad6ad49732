package io.bighammer.services.health;

import io.bighammer.services.pool.ReadyWorker;
import io.bighammer.services.time.Loop;
import io.bighammer.spi.ServiceConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a worker has to show before it gets requests: that it answers a PING, and its probe when there is one. */
public final class Proof {
    private static final Duration PONG = Duration.ofSeconds(2);

    private Proof() {}

    /** Completed when it has; completed exceptionally with the reason if not. */
    public static CompletableFuture<Void> of(ReadyWorker worker, ServiceConfig service, Loop loop) {
        CompletableFuture<Void> proof = new CompletableFuture<>();
        CompletableFuture<Void> pong = worker.ping();
        loop.after(PONG, () -> {
            if (!pong.isDone()) {
                proof.completeExceptionally(
                        new IllegalStateException("it did not answer a PING within " + PONG.toSeconds() + " s"));
            }
        });
        pong.thenCompose(alive -> probe(worker, service)).whenComplete((passed, failure) -> {
            if (failure == null) {
                proof.complete(null);
            } else {
                Throwable reason = failure.getCause() == null ? failure : failure.getCause();
                proof.completeExceptionally(new IllegalStateException(reason.getMessage()));
            }
        });
        return proof;
    }

    /** It may take as long as the start that it is part of: who waits for that gives up, and kills the worker. */
    private static CompletableFuture<Void> probe(ReadyWorker worker, ServiceConfig service) {
        if (service.probe().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        ProbeCall probe = new ProbeCall(
                service.name(), service.probe().get(), service.limits().startTimeout());
        worker.probe(probe, probe);
        return probe.passed();
    }
}
