package io.bighammer.services.health;

import io.bighammer.services.pool.ReadyWorker;
import io.bighammer.services.process.Vitals;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Finds out, beat by beat, whether a ready worker lives. One that is silent for a second is out of rotation; one that stays so,
 * though it has nothing to do, hangs. Used by the supervisor's thread.
 */
public final class Heartbeat {
    public static final Duration EVERY = Duration.ofMillis(500);
    private static final long SILENT = Duration.ofSeconds(1).toNanos();
    private static final long HANGS = Duration.ofSeconds(4).toNanos();

    private final ReadyWorker worker;
    private final OptionalLong pid;
    private final LongSupplier nanos;
    private CompletableFuture<Void> pong = CompletableFuture.completedFuture(null);
    private long asked;
    private long requestsBefore;
    private boolean stoppedBefore;

    /**
     * @param pid of a process of this machine
     * @param nanos the time
     */
    public Heartbeat(ReadyWorker worker, OptionalLong pid, LongSupplier nanos) {
        this.worker = worker;
        this.pid = pid;
        this.nanos = nanos;
    }

    /** Why the worker has to be replaced; empty when it lives, or may. */
    public Optional<String> beat() {
        // A synchronous worker cannot answer while it works: the kernel is asked, and its request's deadline watches
        // over it.
        boolean deaf = worker.inFlight() > 0 && !worker.multiplexing();
        if (deaf) {
            worker.suspect(false);
            return stopped();
        }
        if (!pong.isDone()) {
            return silent();
        }
        worker.suspect(false);
        stoppedBefore = false;
        asked = nanos.getAsLong();
        pong = worker.ping();
        return Optional.empty();
    }

    private Optional<String> silent() {
        long silence = nanos.getAsLong() - asked;
        if (silence < SILENT) {
            return Optional.empty();
        }
        worker.suspect(true);
        if (silence >= HANGS && worker.inFlight() == 0) {
            return Optional.of("it did not answer a PING within " + HANGS / 1_000_000_000 + " s");
        }
        return stopped();
    }

    /** Stopped at two beats, and nothing done between them: a program that stops it for moments only is let be. */
    private Optional<String> stopped() {
        long requests = worker.requests();
        Optional<Vitals> vitals = pid.isPresent() ? Vitals.of(pid.getAsLong()) : Optional.empty();
        vitals.ifPresent(now -> worker.holds(now.residentBytes()));
        boolean now = vitals.map(Vitals::stopped).orElse(false);
        boolean still = now && stoppedBefore && requests == requestsBefore;
        stoppedBefore = now;
        requestsBefore = requests;
        return still ? Optional.of("it was stopped by a signal (SIGSTOP) and does not go on") : Optional.empty();
    }
}
