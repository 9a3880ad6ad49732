package io.bighammer.services.pool;

import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.ServiceException.Kind;
import io.bighammer.spi.WorkerLink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A worker that was let in, as its pool sees it: how much it can take, and how long it may keep what nobody waits for. Safe for
 * use by many threads; only the pool's matching thread sends.
 */
public final class ReadyWorker implements WorkerLink.Listener {
    /** So long may a synchronous worker work on after the deadline of its request. */
    private static final long PAST_DEADLINE = TimeUnit.MILLISECONDS.toNanos(500);
    /** And so long at an answer that nobody reads any more. */
    private static final long FINISHING = TimeUnit.SECONDS.toNanos(10);
    /** A multiplexing worker hears CANCEL, and confirms it within this time. */
    private static final long CONFIRMING = TimeUnit.SECONDS.toNanos(2);

    /** Hears what concerns the process behind the link; called by any thread. */
    public interface Owner {
        void firstAnswer(ReadyWorker worker);

        void loaded(ReadyWorker worker, List<Path> files);

        /** It wants to end: nothing new may be sent to it. */
        void draining(ReadyWorker worker);

        /** It serves on, but should be replaced. */
        void worn(ReadyWorker worker, String reason);

        /** It does not do its work, and will not. */
        void hung(ReadyWorker worker, String reason);

        void closed(ReadyWorker worker, String reason);
    }

    private final String name;
    private final WorkerLink link;
    private final boolean multiplexing;
    private final int slots;
    private final ServiceConfig.Limits limits;
    private final Pool pool;
    private final WorkerCalls calls;
    private final WorkerFigures figures;
    private final Owner owner;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicReference<CompletableFuture<Void>> pong = new AtomicReference<>();
    private volatile boolean open = true;
    private volatile boolean suspected;
    private volatile String gone = "";
    private volatile long residentBytes;

    public ReadyWorker(
            String name,
            Hello hello,
            WorkerLink link,
            ServiceConfig.Limits limits,
            Pool pool,
            WorkerCalls calls,
            WorkerFigures figures,
            Owner owner) {
        this.name = name;
        this.link = link;
        this.multiplexing = hello.maxStreams() > 1;
        this.slots = Math.min(Math.max(1, hello.maxStreams()), limits.maxStreams());
        this.limits = limits;
        this.pool = pool;
        this.calls = calls;
        this.figures = figures;
        this.owner = owner;
    }

    String name() {
        return name;
    }

    /** Whether it goes on with its other requests, and reads the connection, while it works on one. */
    public boolean multiplexing() {
        return multiplexing;
    }

    /** Whether one request keeps it from any other. */
    boolean oneAtATime() {
        return slots == 1;
    }

    public boolean hasSlot() {
        return open && !suspected && inFlight.get() < slots;
    }

    public int inFlight() {
        return inFlight.get();
    }

    public long requests() {
        return requests.get();
    }

    /** Resident memory as it was last known; 0 before that. */
    public long residentBytes() {
        return residentBytes;
    }

    /** The same, empty before it is known. */
    public OptionalLong memory() {
        long known = residentBytes;
        return known == 0 ? OptionalLong.empty() : OptionalLong.of(known);
    }

    void send(Attempt attempt) {
        inFlight.incrementAndGet();
        figures.sent();
        long count = requests.incrementAndGet();
        if (count == limits.maxRequests()) {
            owner.worn(this, "it has had " + count + " requests (max_requests)");
        }
        link.send(attempt, attempt);
    }

    /** A request that does not come from the pool and counts for nothing. */
    public void probe(Call call, AnswerListener listener) {
        inFlight.incrementAndGet();
        link.send(call, listener);
    }

    void answered(int status, long took) {
        figures.answered(status, took);
        if (!answered.getPlain() && answered.compareAndSet(false, true)) {
            owner.firstAnswer(this);
        }
    }

    /** A request that it was sent has failed. */
    void failed(Kind kind) {
        figures.failed(kind);
    }

    /** By when it must be free of a request that was cancelled. */
    long freeAfterCancel(Call call) {
        long now = System.nanoTime();
        if (multiplexing) {
            return now + CONFIRMING;
        }
        long deadline = call.deadlineNanos();
        return (now - deadline > 0 ? now : deadline) + PAST_DEADLINE;
    }

    /** By when it must be free of a request whose answer was given up in the middle. */
    long freeAfterBreakOff() {
        return System.nanoTime() + (multiplexing ? CONFIRMING : FINISHING);
    }

    /** Its connection is going: it must get nothing more. */
    public void lost() {
        open = false;
    }

    /** It did not give a slot back in time. */
    void keepsSlot() {
        if (multiplexing) {
            owner.worn(this, "it did not let go of a cancelled request within 2 s");
        } else {
            open = false;
            owner.hung(this, "it did not finish its request in time");
        }
    }

    /** Out of rotation until it has shown that it lives. */
    public void suspect(boolean silent) {
        if (suspected != silent) {
            suspected = silent;
            pool.match();
        }
    }

    /** Completed when it has answered a PING; exceptionally when its connection ends before. */
    public CompletableFuture<Void> ping() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> pending = pong.compareAndExchange(null, mine);
        if (pending != null) {
            return pending;
        }
        link.ping();
        if (!gone.isEmpty()) {
            failPing(gone);
        }
        return mine;
    }

    /** Notes how much memory it holds; at most once it is too much. */
    public void holds(long bytes) {
        long before = residentBytes;
        residentBytes = bytes;
        long most = limits.maxMemory();
        if (most > 0 && bytes > most && before <= most) {
            owner.worn(this, "it holds " + (bytes >> 20) + " MB, more than max_memory, " + (most >> 20) + " MB");
        }
    }

    public void drain(Duration grace) {
        open = false;
        link.drain(grace);
    }

    public void close(String reason) {
        open = false;
        link.close(reason);
    }

    @Override
    public void slotFree(Call call) {
        inFlight.decrementAndGet();
        if (call instanceof Attempt attempt) {
            attempt.freed();
        }
        pool.match();
    }

    @Override
    public void called(String service, Call call, AnswerListener answer) {
        calls.make(name, service, call, answer);
    }

    @Override
    public void loaded(List<Path> files) {
        owner.loaded(this, files);
    }

    @Override
    public void pong(long rss, int running) {
        if (rss > 0) {
            holds(rss);
        }
        CompletableFuture<Void> waiting = pong.getAndSet(null);
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    @Override
    public void drained() {
        open = false;
        owner.draining(this);
    }

    @Override
    public void closed(String reason) {
        open = false;
        gone = reason.isEmpty() ? "closed" : reason;
        failPing(gone);
        owner.closed(this, reason);
    }

    private void failPing(String reason) {
        CompletableFuture<Void> waiting = pong.getAndSet(null);
        if (waiting != null) {
            waiting.completeExceptionally(new IllegalStateException(reason));
        }
    }
}
