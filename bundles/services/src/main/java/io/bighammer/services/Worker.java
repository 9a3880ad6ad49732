package io.bighammer.services;

import io.bighammer.services.WorkerProcess.Signal;
import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.WorkerLink;
import io.bighammer.spi.WorkerRefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker of a service, through all the processes that it has in its life. Everything happens on the supervisor's
 * thread, except {@link #admit} and the reading of {@link #status} and {@link #complaint}.
 */
final class Worker implements ReadyWorker.Owner {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    /** A process whose connection has gone ends by itself, or is killed after this time. */
    private static final Duration WITHOUT_CONNECTION = Duration.ofMillis(500);

    private static final Duration PONG = Duration.ofSeconds(2);
    /** Requests wait for a worker that is started again within this time; for a later one they do not. */
    private static final Duration SOON = Duration.ofSeconds(1);

    enum State {
        STARTING,
        READY,
        DRAINING,
        BACKOFF,
        STOPPED
    }

    private final String name;
    private final int instance;
    private final ServiceConfig service;
    private final Pool pool;
    private final Workshop workshop;
    private final Runnable changed;
    private final History history;
    private final BackOff backOff = new BackOff(Math::random);
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private volatile State state = State.STOPPED;
    private volatile WorkerProcess process;
    private volatile ReadyWorker ready;
    private volatile CompletableFuture<Void> begun = new CompletableFuture<>();
    private String token = "";
    private String verdict = "";
    private Duration delay = Duration.ZERO;
    private long startNanos;
    private boolean stopping;
    private Future<?> timer = CompletableFuture.completedFuture(null);

    Worker(ServiceConfig service, int instance, Pool pool, Workshop workshop, Runnable changed) {
        this.name = service.name() + "#" + instance;
        this.instance = instance;
        this.service = service;
        this.pool = pool;
        this.workshop = workshop;
        this.changed = changed;
        history = new History(name);
    }

    void start() {
        verdict = "";
        startNanos = System.nanoTime();
        token = workshop.tokens().issue(this);
        CompletableFuture<Void> known = new CompletableFuture<>();
        begun = known;
        to(State.STARTING);
        workshop.spawn(name, service, instance, token)
                .whenCompleteAsync(
                        (started, failure) -> {
                            if (failure == null) {
                                begun(started);
                            } else {
                                cannotStart(failure.getMessage());
                            }
                            known.complete(null);
                        },
                        workshop.loop());
    }

    /** Completed when it has been ready, or has failed, for the first time. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** Lets a process in that says it is this worker. Called on an I/O thread. */
    ReadyWorker admit(Hello hello, WorkerLink link) throws WorkerRefusedException {
        if (!hello.service().equals(service.name()) || hello.instance() != instance) {
            throw new WorkerRefusedException(
                    "the token is that of " + name + ", not of " + hello.service() + "#" + hello.instance());
        }
        WorkerProcess mine = process;
        if (mine != null && mine.pid() != hello.pid()) {
            throw new WorkerRefusedException(Diagnosis.wrongPid(name, hello.pid(), mine.pid()));
        }
        ReadyWorker candidate = new ReadyWorker(name, hello, link, pool, workshop.deadlines(), this);
        // A quick process says HELLO before its start has been noted.
        begun.thenRunAsync(() -> admitted(candidate, hello.pid()), workshop.loop());
        return candidate;
    }

    CompletableFuture<Void> stop() {
        stopping = true;
        ReadyWorker connected = ready;
        if (state == State.STOPPED || state == State.BACKOFF) {
            timer.cancel(false);
            to(State.STOPPED);
            stopped.complete(null);
        } else if (connected != null) {
            to(State.DRAINING);
            connected.drain(service.stopTimeout());
            endWithin(service.stopTimeout());
        } else {
            endWithin(Duration.ZERO);
        }
        return stopped;
    }

    /** Asks an idle worker whether it lives, and takes it out when it does not say so in time. */
    void beat() {
        ReadyWorker asked = ready;
        if (state != State.READY || asked.inFlight() > 0) {
            return;
        }
        CompletableFuture<Void> pong = asked.ping();
        workshop.loop().after(PONG, () -> {
            // A busy worker cannot answer; the deadline of its request watches over it.
            if (!pong.isDone() && asked == ready && asked.inFlight() == 0) {
                hung(asked, "it did not answer a PING within " + PONG.toSeconds() + " s");
            }
        });
    }

    /** Completed when it has shown that it lives; at once when it is not idle. */
    CompletableFuture<Void> ping() {
        ReadyWorker asked = ready;
        boolean idle = state == State.READY && asked != null && asked.inFlight() == 0;
        return idle ? asked.ping() : CompletableFuture.completedFuture(null);
    }

    /** Whether a request that waits now may have this worker in good time. */
    boolean hopeful() {
        return !stopping && (state != State.BACKOFF || delay.compareTo(SOON) <= 0);
    }

    boolean isReady() {
        return state == State.READY;
    }

    Optional<Long> readyPid() {
        WorkerProcess mine = process;
        return isReady() && mine != null ? Optional.of(mine.pid()) : Optional.empty();
    }

    /** What a person should look at; empty when all is well. */
    String complaint() {
        return history.complaint();
    }

    WorkerStatus status() {
        WorkerProcess mine = process;
        ReadyWorker connected = ready;
        State now = state;
        boolean busy = now == State.READY && connected != null && connected.inFlight() > 0;
        return history.status(
                mine == null ? 0 : mine.pid(),
                busy ? "BUSY" : now.name(),
                connected == null ? 0 : connected.requests(),
                connected == null ? 0 : connected.residentBytes());
    }

    @Override
    public void firstAnswer(ReadyWorker worker) {
        workshop.loop().execute(backOff::reset);
    }

    @Override
    public void draining(ReadyWorker worker) {
        workshop.loop().execute(() -> {
            if (worker == ready && state == State.READY) {
                log.info("{} wants to end; it gets no more requests", name);
                to(State.DRAINING);
                endWithin(service.stopTimeout());
            }
        });
    }

    @Override
    public void hung(ReadyWorker worker, String why) {
        workshop.loop().execute(() -> {
            if (worker == ready) {
                verdict = why;
                log.warn("{} hangs: {}; it is killed and replaced", name, why);
                process.signal(Signal.KILL);
                disconnect(why);
                to(State.DRAINING);
            }
        });
    }

    @Override
    public void closed(ReadyWorker worker, String why) {
        workshop.loop().execute(() -> {
            if (worker == ready) {
                log.debug("{}: its connection ended: {}", name, why);
                disconnect(why);
                to(State.DRAINING);
                process.killAfter(WITHOUT_CONNECTION, workshop.loop());
            }
        });
    }

    private void begun(WorkerProcess begun) {
        process = begun;
        history.started(begun.pid());
        begun.ended().thenAcceptAsync(this::ended, workshop.loop());
        timer = workshop.loop().after(service.startTimeout(), this::startTimedOut);
        changed.run();
        if (stopping) {
            endWithin(Duration.ZERO);
        }
    }

    private void admitted(ReadyWorker candidate, long pid) {
        if (state != State.STARTING || stopping || process == null || process.pid() != pid) {
            candidate.close("it is not, or no longer, wanted");
            return;
        }
        timer.cancel(false);
        ready = candidate;
        history.ready(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        pool.add(candidate);
        to(State.READY);
        settled.complete(null);
    }

    private void startTimedOut() {
        if (state == State.STARTING && ready == null) {
            verdict = "it did not connect in time";
            history.complain(Diagnosis.neverSaidHello(service, service.startTimeout(), process.lastWords()));
            process.signal(Signal.KILL);
        }
    }

    private void ended(int exitCode) {
        String lastWords = process.lastWords();
        String why = verdict.isEmpty() ? Diagnosis.end(exitCode, lastWords) : verdict;
        if (state == State.STARTING && verdict.isEmpty() && !stopping) {
            history.complain(Diagnosis.endedBeforeHello(service, exitCode, lastWords));
        }
        // What it started and left behind must not outlive it.
        process.signal(Signal.KILL);
        over(why);
    }

    private void cannotStart(String why) {
        history.complain(why);
        over(why);
    }

    private void over(String why) {
        timer.cancel(false);
        workshop.tokens().revoke(token);
        disconnect(why);
        process = null;
        settled.complete(null);
        if (stopping) {
            history.endedForGood(why);
            to(State.STOPPED);
            stopped.complete(null);
            return;
        }
        delay = backOff.next();
        history.ended(why, delay.toMillis());
        to(State.BACKOFF);
        timer = workshop.loop().after(delay, this::start);
    }

    private void disconnect(String why) {
        ReadyWorker connected = ready;
        if (connected != null) {
            ready = null;
            history.served(connected.requests());
            pool.remove(connected);
            connected.close(why);
        }
    }

    private void endWithin(Duration grace) {
        WorkerProcess mine = process;
        if (mine != null) {
            mine.endWithin(grace, service.stopTimeout(), workshop.loop());
        }
    }

    private void to(State next) {
        state = next;
        changed.run();
    }
}
