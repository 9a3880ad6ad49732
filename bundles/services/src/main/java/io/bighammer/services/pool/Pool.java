package io.bighammer.services.pool;

import io.bighammer.services.time.Deadlines;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Call;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.ServiceException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Brings the calls of one service and its ready workers together. Safe for use by many threads. */
public final class Pool implements Service {
    private final String name;
    private final BufferBudget budget;
    private final Deadlines deadlines;
    private final ConcurrentLinkedDeque<PooledCall> waiting = new ConcurrentLinkedDeque<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final ServiceFigures figures = new ServiceFigures();
    private final CopyOnWriteArrayList<ReadyWorker> workers = new CopyOnWriteArrayList<>();
    private final AtomicInteger matching = new AtomicInteger();
    private volatile ServiceConfig.Limits limits;
    private volatile boolean hope = true;
    private volatile long nextTry = System.nanoTime();
    private volatile boolean multiplexing;
    private int lastTaken;

    public Pool(String name, ServiceConfig.Limits limits, BufferBudget budget, Deadlines deadlines) {
        this.name = name;
        this.limits = limits;
        this.budget = budget;
        this.deadlines = deadlines;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void call(Call call, AnswerListener listener) {
        new PooledCall(call, listener, this, deadlines, budget).begin();
    }

    /** From now on; what waits already keeps its time. */
    public void limit(ServiceConfig.Limits next) {
        limits = next;
        match();
    }

    public void add(ReadyWorker worker) {
        workers.add(worker);
        multiplexing = workers.stream().allMatch(ReadyWorker::multiplexing);
        match();
    }

    public void remove(ReadyWorker worker) {
        workers.remove(worker);
        match();
    }

    /**
     * Whether it makes sense to wait when no worker is ready.
     *
     * @param next when one is started again, in the time of {@link System#nanoTime}
     */
    public void hope(boolean soon, long next) {
        nextTry = next;
        hope = soon;
        match();
    }

    /** Whether no worker minds a slow client. */
    boolean multiplexing() {
        return multiplexing;
    }

    public int queued() {
        return queued.get();
    }

    /** How many workers have been added and not removed. */
    public int workers() {
        return workers.size();
    }

    public ServiceFigures figures() {
        return figures;
    }

    void enter(PooledCall call) {
        queued.incrementAndGet();
        waiting.addLast(call);
        match();
    }

    /** It was sent before and goes to the head of the queue: it has waited its time. */
    void again(PooledCall call) {
        queued.incrementAndGet();
        waiting.addFirst(call);
        match();
    }

    void leave(PooledCall call) {
        if (waiting.remove(call)) {
            queued.decrementAndGet();
        }
    }

    /** By when a call that begins to wait now must have a worker. */
    long queueDeadline(long callDeadline) {
        long limit = System.nanoTime() + limits.queueTimeout().toNanos();
        return limit - callDeadline < 0 ? limit : callDeadline;
    }

    /**
     * Gives waiting calls to free workers. Safe without a lock: whoever adds a call, a worker or a free slot announces it
     * here afterwards. Of those who announce at the same time, the first works for all; it leaves only when it has seen every
     * announcement, and subtracts what it saw, not what there is.
     */
    void match() {
        if (matching.getAndIncrement() != 0) {
            return;
        }
        int announced = 1;
        do {
            handOut();
            refuseHopeless();
            announced = matching.addAndGet(-announced);
        } while (announced != 0);
    }

    private void handOut() {
        while (true) {
            ReadyWorker worker = leastBusy();
            PooledCall call = worker == null ? null : next();
            if (call == null) {
                return;
            }
            Optional<Attempt> attempt = call.takeFor(worker);
            attempt.ifPresent(worker::send);
        }
    }

    private PooledCall next() {
        PooledCall call = waiting.pollFirst();
        if (call != null) {
            queued.decrementAndGet();
        }
        return call;
    }

    private ReadyWorker leastBusy() {
        ReadyWorker best = null;
        Object[] all = workers.toArray();
        for (int i = 1; i <= all.length; i++) {
            int index = (lastTaken + i) % all.length;
            ReadyWorker worker = (ReadyWorker) all[index];
            if (worker.hasSlot() && (best == null || worker.inFlight() < best.inFlight())) {
                best = worker;
                lastTaken = index;
            }
        }
        return best;
    }

    private void refuseHopeless() {
        if (!hope && workers.isEmpty()) {
            Duration retryAfter = Duration.ofNanos(Math.max(0, nextTry - System.nanoTime()));
            for (PooledCall call = next(); call != null; call = next()) {
                call.refuse(Kind.UNAVAILABLE, "no worker of " + name + " is ready", retryAfter);
            }
        }
        int most = limits.queue();
        while (queued.get() > most) {
            PooledCall newest = waiting.pollLast();
            if (newest == null) {
                return;
            }
            queued.decrementAndGet();
            String why = most + " requests wait for a worker of " + name + " already";
            newest.refuse(Kind.OVERLOADED, why, Duration.ZERO);
        }
    }
}
