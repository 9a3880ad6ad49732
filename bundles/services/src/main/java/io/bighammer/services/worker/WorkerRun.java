package io.bighammer.services.worker;

import io.bighammer.services.health.Heartbeat;
import io.bighammer.services.health.Proof;
import io.bighammer.services.pool.Pool;
import io.bighammer.services.pool.ReadyWorker;
import io.bighammer.services.process.WorkerProcess;
import io.bighammer.services.process.WorkerProcess.Signal;
import io.bighammer.spi.Hello;
import io.bighammer.spi.WorkerLink;
import io.bighammer.spi.WorkerRefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a worker, from its start to its end. Everything happens on the supervisor's thread, except {@link #admit} and
 * the reading of what a status shows.
 */
final class WorkerRun implements ReadyWorker.Owner {
    private static final Logger log = LoggerFactory.getLogger(WorkerRun.class);
    /** A process whose connection has gone ends by itself, or is killed after this time. */
    private static final Duration WITHOUT_CONNECTION = Duration.ofMillis(500);

    private enum Phase {
        STARTING,
        READY,
        LEAVING,
        OVER
    }

    private final WorkerId id;
    private final Pool pool;
    private final Workshop workshop;
    private final Journal journal;
    private final RunListener listener;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final Verdict verdict = new Verdict();
    private volatile Phase phase = Phase.STARTING;
    private volatile WorkerProcess process;
    private volatile ReadyWorker worker;
    private Heartbeat heartbeat;
    private String token = "";
    private Future<?> timer = CompletableFuture.completedFuture(null);

    WorkerRun(WorkerId id, Pool pool, Workshop workshop, Journal journal, RunListener listener) {
        this.id = id;
        this.pool = pool;
        this.workshop = workshop;
        this.journal = journal;
        this.listener = listener;
    }

    /** @param why for the journal */
    void start(String why) {
        token = workshop.tokens().issue(this);
        workshop.spawn(id, token)
                .whenCompleteAsync(
                        (started, failure) -> {
                            if (failure == null) {
                                begun(started, why);
                            } else {
                                over(new WorkerEnd(
                                        RestartReason.NOT_READY, failure.getMessage(), failure.getMessage(), ""));
                            }
                            begun.complete(null);
                        },
                        workshop.loop());
    }

    /** Lets a process in that says it is this worker. Called on an I/O thread. */
    ReadyWorker admit(Hello hello, WorkerLink link) throws WorkerRefusedException {
        id.require(hello);
        WorkerProcess mine = process;
        if (mine != null && mine.pid() != hello.pid()) {
            throw new WorkerRefusedException(Diagnosis.wrongPid(id.name(), hello.pid(), mine.pid()));
        }
        ReadyWorker candidate = new ReadyWorker(
                id.name(), hello, link, id.service().limits(), pool, workshop.calls(), journal.figures(), this);
        // A quick process says HELLO before its start has been noted.
        begun.thenRunAsync(() -> admitted(candidate, hello.pid()), workshop.loop());
        return candidate;
    }

    /** The connection; empty before it has come and when it has gone. */
    Optional<ReadyWorker> worker() {
        return Optional.ofNullable(worker);
    }

    /** Empty when there is no process. */
    OptionalLong pid() {
        WorkerProcess mine = process;
        return mine == null ? OptionalLong.empty() : OptionalLong.of(mine.pid());
    }

    /** Lets it finish what it has, and end; one that cannot serve yet has nothing to finish. */
    void leave(String why) {
        if (phase == Phase.READY) {
            phase = Phase.LEAVING;
            verdict.leave(why);
            journal.leaving(pid(), id.generation(), why);
            worker().ifPresent(connected -> {
                pool.remove(connected);
                connected.drain(stopTimeout());
            });
            endWithin(stopTimeout());
            listener.leaving(this);
        } else if (phase == Phase.STARTING) {
            giveUp(why);
        }
    }

    private void giveUp(String why) {
        phase = Phase.LEAVING;
        verdict.leave(why);
        if (process != null) {
            endWithin(Duration.ZERO);
        }
    }

    /** Ends it at once: it does not do what it should. */
    private void kill(RestartReason reason, String why, String advice) {
        verdict.kill(reason, why, advice);
        if (process != null) {
            process.signal(Signal.KILL);
        }
    }

    void beat() {
        if (phase == Phase.READY) {
            heartbeat.beat().ifPresent(why -> hung(worker, why));
        }
    }

    /** Completed when it has shown that it lives; at once when it is not idle. */
    CompletableFuture<Void> ping() {
        ReadyWorker asked = worker;
        boolean idle = phase == Phase.READY && asked != null && asked.inFlight() == 0;
        return idle ? asked.ping() : CompletableFuture.completedFuture(null);
    }

    @Override
    public void firstAnswer(ReadyWorker answering) {
        workshop.loop().execute(() -> listener.answered(this));
    }

    @Override
    public void loaded(ReadyWorker loading, List<Path> files) {
        workshop.loop().execute(() -> listener.loaded(this, files));
    }

    @Override
    public void draining(ReadyWorker draining) {
        workshop.loop().execute(() -> {
            if (draining == worker && phase == Phase.READY) {
                leave("it wants to end");
            }
        });
    }

    @Override
    public void worn(ReadyWorker tired, String why) {
        workshop.loop().execute(() -> {
            if (tired == worker && phase == Phase.READY) {
                listener.worn(this, why);
            }
        });
    }

    @Override
    public void hung(ReadyWorker hanging, String why) {
        workshop.loop().execute(() -> {
            if (hanging == worker && phase != Phase.OVER) {
                log.warn("{} hangs: {}; it is killed and replaced", id.name(), why);
                kill(RestartReason.HUNG, why, "");
                disconnect(why);
            }
        });
    }

    @Override
    public void closed(ReadyWorker gone, String why) {
        workshop.loop().execute(() -> {
            if (gone == worker && phase != Phase.OVER) {
                log.debug("{}: its connection ended: {}", id.name(), why);
                disconnect(why);
                process.killAfter(WITHOUT_CONNECTION, workshop.loop());
            }
        });
    }

    private void begun(WorkerProcess started, String why) {
        process = started;
        journal.started(pid(), id.generation(), why);
        started.ended().thenAcceptAsync(this::ended, workshop.loop());
        timer = workshop.loop().after(id.service().limits().startTimeout(), this::startTimedOut);
        if (phase == Phase.LEAVING) {
            endWithin(Duration.ZERO);
        }
    }

    private void admitted(ReadyWorker candidate, long pid) {
        if (phase != Phase.STARTING || worker != null || verdict.given() || process == null || process.pid() != pid) {
            candidate.close("it is not, or no longer, wanted");
            return;
        }
        worker = candidate;
        Proof.of(candidate, id.service(), workshop.loop())
                .whenCompleteAsync((passed, failure) -> proven(failure), workshop.loop());
    }

    private void proven(Throwable failure) {
        if (phase != Phase.STARTING || verdict.given() || worker == null) {
            return;
        }
        if (failure != null) {
            String why = failure.getMessage();
            String advice = id.service().path() + " connected, but " + why;
            kill(RestartReason.NOT_READY, why, advice + ". Mend it; it is then started again by itself.");
            return;
        }
        timer.cancel(false);
        phase = Phase.READY;
        heartbeat = new Heartbeat(worker, pid(), System::nanoTime);
        journal.ready(pid(), id.generation(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        listener.ready(this);
    }

    private void startTimedOut() {
        if (phase == Phase.STARTING && !verdict.given()) {
            boolean connected = worker != null;
            String why = connected ? "it was not ready in time" : "it did not connect in time";
            kill(RestartReason.NOT_READY, why, Diagnosis.neverReady(id.service(), connected, process.lastWords()));
        }
    }

    private void ended(int exitCode) {
        WorkerEnd end = verdict.end(id.service(), phase == Phase.STARTING, exitCode, lastWords());
        // What it started and left behind must not outlive it.
        process.signal(Signal.KILL);
        over(end);
    }

    /** What it said of its end; of one that was ended from here it is known why. */
    private String lastWords() {
        if (phase == Phase.STARTING) {
            return process.lastWords();
        }
        return verdict.given() ? "" : process.dyingWords();
    }

    private void over(WorkerEnd end) {
        timer.cancel(false);
        workshop.tokens().revoke(token);
        letGo().ifPresent(connected -> {
            // What it said last may not have been read yet: then its end is heard after that.
            connected.lost();
            workshop.loop().after(WITHOUT_CONNECTION, () -> connected.close(end.why()));
        });
        boolean wanted = phase == Phase.LEAVING;
        phase = Phase.OVER;
        if (wanted) {
            journal.ended(pid(), id.generation(), end.why());
        } else {
            journal.died(pid(), id.generation(), end.why(), end.stderr());
        }
        listener.over(this, end);
    }

    private void disconnect(String why) {
        letGo().ifPresent(connected -> connected.close(why));
    }

    private Optional<ReadyWorker> letGo() {
        Optional<ReadyWorker> connected = worker();
        worker = null;
        connected.ifPresent(pool::remove);
        return connected;
    }

    private Duration stopTimeout() {
        return id.service().limits().stopTimeout();
    }

    private void endWithin(Duration grace) {
        process.endWithin(grace, stopTimeout(), workshop.loop());
    }
}
