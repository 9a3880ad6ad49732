package io.bighammer.services;

import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import io.bighammer.spi.WorkerLink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that was let in, as its pool sees it: how much it can take, and by when it must have given a slot back. Safe for
 * use by many threads; only the pool's matching thread sends.
 */
final class ReadyWorker implements WorkerLink.Listener, Deadline {
    private static final Logger log = LoggerFactory.getLogger(ReadyWorker.class);
    /** So long may a worker take to give its slot back once nobody waits for its answer any more. */
    private static final long LETTING_GO = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long FINISHING = TimeUnit.SECONDS.toNanos(10);

    /** Hears what concerns the process behind the link; called by any thread. */
    interface Owner {
        void firstAnswer(ReadyWorker worker);

        void draining(ReadyWorker worker);

        void hung(ReadyWorker worker, String reason);

        void closed(ReadyWorker worker, String reason);
    }

    private final String name;
    private final WorkerLink link;
    private final int slots;
    private final Pool pool;
    private final Deadlines deadlines;
    private final Owner owner;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicReference<CompletableFuture<Void>> pong = new AtomicReference<>();
    private volatile boolean open = true;
    private volatile long residentBytes;
    /** What a synchronous worker works on; null when it is idle, or when it takes several requests at once. */
    private volatile PooledCall current;

    private volatile long freeBy = Long.MAX_VALUE;

    ReadyWorker(String name, Hello hello, WorkerLink link, Pool pool, Deadlines deadlines, Owner owner) {
        this.name = name;
        this.link = link;
        this.slots = Math.max(1, hello.maxStreams());
        this.pool = pool;
        this.deadlines = deadlines;
        this.owner = owner;
    }

    String name() {
        return name;
    }

    boolean hasSlot() {
        return open && inFlight.get() < slots;
    }

    int inFlight() {
        return inFlight.get();
    }

    long requests() {
        return requests.get();
    }

    /** Resident memory as it last said. */
    long residentBytes() {
        return residentBytes;
    }

    void send(PooledCall call) {
        inFlight.incrementAndGet();
        requests.incrementAndGet();
        if (slots == 1) {
            current = call;
            freeBy(call.deadlineNanos() + LETTING_GO);
        }
        link.send(call, call);
    }

    void answered(PooledCall call) {
        if (current == call) {
            freeBy = Long.MAX_VALUE;
        }
        if (!answered.getPlain() && answered.compareAndSet(false, true)) {
            owner.firstAnswer(this);
        }
    }

    /** The body of its answer; when the reader gives it up, a synchronous worker must be free again soon. */
    Content.Source watched(PooledCall call, Content.Source body) {
        return slots > 1
                ? body
                : new WatchedBody(body, () -> {
                    if (current == call) {
                        freeBy(System.nanoTime() + FINISHING);
                    }
                });
    }

    /** Completed when it has answered a PING; exceptionally when its connection ends before. */
    CompletableFuture<Void> ping() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> pending = pong.compareAndExchange(null, mine);
        if (pending != null) {
            return pending;
        }
        link.ping();
        return mine;
    }

    void drain(Duration grace) {
        open = false;
        link.drain(grace);
    }

    void close(String reason) {
        open = false;
        link.close(reason);
    }

    @Override
    public void slotFree(Call call) {
        current = null;
        freeBy = Long.MAX_VALUE;
        inFlight.decrementAndGet();
        pool.match();
    }

    @Override
    public void called(String service, Call call, AnswerListener answer) {
        answer.failed(new ServiceException(Kind.REFUSED, name + " may not ask " + service));
    }

    @Override
    public void loaded(List<Path> files) {
        log.debug("{} has loaded {}", name, files);
    }

    @Override
    public void pong(long rss, int running) {
        residentBytes = rss;
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
        CompletableFuture<Void> waiting = pong.getAndSet(null);
        if (waiting != null) {
            waiting.completeExceptionally(new IllegalStateException(reason));
        }
        owner.closed(this, reason);
    }

    @Override
    public long getExpireNanoTime() {
        return freeBy;
    }

    @Override
    public void expired() {
        long limit = freeBy;
        if (limit != Long.MAX_VALUE && System.nanoTime() - limit >= 0) {
            freeBy = Long.MAX_VALUE;
            open = false;
            owner.hung(this, "it did not finish its request in time");
        }
    }

    private void freeBy(long nanos) {
        freeBy = nanos;
        deadlines.changed(this);
    }
}
