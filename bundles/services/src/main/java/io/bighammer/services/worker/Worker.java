package io.bighammer.services.worker;

import io.bighammer.services.pool.Pool;
import io.bighammer.services.pool.ReadyWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * One worker of a generation, through all the processes that it has in its life: keeps one that serves, and starts another when
 * that dies, or before it leaves. Everything happens on the supervisor's thread, except the reading of what a status shows.
 */
public final class Worker implements RunListener {
    /** Requests wait for a worker that is started again within this time; for a later one they do not. */
    private static final Duration SOON = Duration.ofSeconds(1);

    enum State {
        STARTING,
        READY,
        BUSY,
        DRAINING,
        BACKOFF,
        CRASH_LOOP,
        STOPPED
    }

    /** Hears what concerns the generation, on the supervisor's thread. */
    public interface Listener {
        /** It can serve, for the first time or again. */
        void ready(Worker worker);

        /** A try to start it has failed, or it has died: why, for people, and the last lines that its process wrote. */
        void failed(Worker worker, String why, String stderr);

        void loaded(List<Path> files);

        void changed();
    }

    private final WorkerId id;
    private final Pool pool;
    private final Workshop workshop;
    private final Journal journal;
    private final Listener listener;
    private final BackOff backOff = new BackOff(Math::random);
    private final Set<WorkerRun> leaving = new HashSet<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile Optional<WorkerRun> serving = Optional.empty();
    private volatile Optional<WorkerRun> starting = Optional.empty();
    private volatile boolean drains;
    private volatile boolean stopping;
    private volatile Duration delay = Duration.ZERO;
    private volatile String complaint = "";
    private boolean live;
    private String worn = "";
    private Future<?> timer = CompletableFuture.completedFuture(null);

    public Worker(WorkerId id, Pool pool, Workshop workshop, Journal journal, Listener listener) {
        this.id = id;
        this.pool = pool;
        this.workshop = workshop;
        this.journal = journal;
        this.listener = listener;
    }

    /** @param why for the journal */
    public void start(String why) {
        WorkerRun run = new WorkerRun(id, pool, workshop, journal, this);
        starting = Optional.of(run);
        run.start(why);
        listener.changed();
    }

    /** From now on it gets requests, and is started again whenever it ends. */
    public void goLive() {
        live = true;
        serving.flatMap(WorkerRun::worker).ifPresent(pool::add);
    }

    /** Lets it finish what it has; one that does not serve yet is killed. */
    public CompletableFuture<Void> stop(String why) {
        stopping = true;
        timer.cancel(false);
        serving.ifPresent(run -> run.leave(why));
        starting.ifPresent(run -> run.leave(why));
        stoppedIfOver();
        listener.changed();
        return stopped;
    }

    public void beat() {
        serving.ifPresent(WorkerRun::beat);
    }

    public CompletableFuture<Void> ping() {
        return serving.map(WorkerRun::ping).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    public boolean isReady() {
        return serving.isPresent();
    }

    /** Whether a request that waits now may have this worker in good time. */
    public boolean hopeful() {
        boolean soon = starting.isPresent() && !backOff.crashLoop();
        return !stopping && (serving.isPresent() || soon || delay.compareTo(SOON) <= 0);
    }

    /** When it is started again after it has ended, in the time of {@link System#nanoTime}; that may be over. */
    public long nextTry() {
        return backOff.nextTry();
    }

    /** The process that serves; empty when none does. */
    public OptionalLong readyPid() {
        return serving.map(WorkerRun::pid).orElseGet(OptionalLong::empty);
    }

    /** What a person should look at; empty when all is well. */
    public String complaint() {
        return complaint;
    }

    public String name() {
        return id.name();
    }

    public Journal journal() {
        return journal;
    }

    public int inFlight() {
        return connected().map(ReadyWorker::inFlight).orElse(0);
    }

    /** 0 when unknown. */
    public long residentBytes() {
        return connected().map(ReadyWorker::residentBytes).orElse(0L);
    }

    private Optional<ReadyWorker> connected() {
        return serving.or(() -> starting).flatMap(WorkerRun::worker);
    }

    public WorkerStatus status() {
        Optional<WorkerRun> shown = serving.or(() -> starting);
        Optional<ReadyWorker> connected = connected();
        return new WorkerStatus(
                id.name(),
                shown.map(WorkerRun::pid).orElseGet(OptionalLong::empty),
                state(connected).name(),
                id.generation(),
                journal.started(),
                journal.restarts(),
                journal.reason(),
                journal.figures().requests(),
                connected.map(ReadyWorker::memory).orElseGet(OptionalLong::empty),
                journal.entries());
    }

    @Override
    public void ready(WorkerRun run) {
        starting = Optional.empty();
        Optional<WorkerRun> before = serving;
        serving = Optional.of(run);
        complaint = tooLarge(run);
        if (live) {
            run.worker().ifPresent(pool::add);
        }
        before.ifPresent(old -> old.leave(worn));
        worn = "";
        workshop.loop().after(BackOff.LONGEST, () -> {
            if (serves(run)) {
                backOff.reset();
            }
        });
        listener.ready(this);
        listener.changed();
    }

    @Override
    public void answered(WorkerRun run) {
        backOff.reset();
    }

    @Override
    public void loaded(WorkerRun run, List<Path> files) {
        listener.loaded(files);
    }

    @Override
    public void worn(WorkerRun run, String why) {
        if (serves(run) && worn.isEmpty() && !stopping) {
            worn = why;
            if (starting.isEmpty()) {
                journal.restarted(RestartReason.WORN);
                start("the one before is to be replaced: " + why);
            }
        }
    }

    @Override
    public void leaving(WorkerRun run) {
        leaving.add(run);
        drains = true;
        if (serves(run)) {
            serving = Optional.empty();
            next(RestartReason.ASKED, "it wants to end");
        }
        listener.changed();
    }

    @Override
    public void over(WorkerRun run, WorkerEnd end) {
        boolean wanted = leaving.remove(run);
        drains = !leaving.isEmpty();
        boolean served = serves(run);
        if (served) {
            serving = Optional.empty();
        } else if (isStarting(run)) {
            starting = Optional.empty();
        }
        if (!wanted && !stopping) {
            failed(end);
        }
        stoppedIfOver();
        listener.changed();
    }

    private void failed(WorkerEnd end) {
        if (live) {
            next(end.reason(), end.why());
            complain(end);
        }
        listener.failed(this, end.advice().isEmpty() ? end.why() : end.advice(), end.stderr());
    }

    /** Starts another one in due time, unless that is under way. */
    private void next(RestartReason reason, String why) {
        if (stopping || !live || starting.isPresent()) {
            return;
        }
        delay = backOff.next();
        journal.restarts(reason, why, delay.toMillis());
        timer.cancel(false);
        timer = workshop.loop().after(delay, () -> {
            if (starting.isEmpty() && !stopping) {
                start("in the place of the one before: " + why);
            }
        });
    }

    private void complain(WorkerEnd end) {
        if (backOff.crashLoop()) {
            complaint = Diagnosis.crashLoop(id.name(), end, journal.tail(4));
        } else if (!end.advice().isEmpty()) {
            complaint = id.name() + ": " + end.advice();
        }
    }

    /** One that is too large from the start would be replaced for ever, so it is not; but somebody should know. */
    private String tooLarge(WorkerRun run) {
        long most = id.service().limits().maxMemory();
        long holds = run.worker().map(ReadyWorker::residentBytes).orElse(0L);
        return most == 0 || holds <= most ? "" : Diagnosis.tooLarge(id.name(), holds, most);
    }

    private State state(Optional<ReadyWorker> connected) {
        if (serving.isPresent()) {
            return connected.map(ReadyWorker::inFlight).orElse(0) > 0 ? State.BUSY : State.READY;
        }
        if (backOff.crashLoop() && !stopping) {
            return State.CRASH_LOOP;
        }
        if (starting.isPresent()) {
            return State.STARTING;
        }
        if (drains) {
            return State.DRAINING;
        }
        return stopping ? State.STOPPED : State.BACKOFF;
    }

    private boolean serves(WorkerRun run) {
        return serving.filter(run::equals).isPresent();
    }

    private boolean isStarting(WorkerRun run) {
        return starting.filter(run::equals).isPresent();
    }

    private void stoppedIfOver() {
        if (stopping && serving.isEmpty() && starting.isEmpty() && leaving.isEmpty()) {
            stopped.complete(null);
        }
    }
}
