package io.bighammer.core.way;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The steps of a route in the order written, and the count of the requests that are on their way through them. Once it is
 * retired nobody enters any more, and the last one to leave completes it. Safe for use by many threads.
 */
public final class Chain {
    private static final long RETIRED = 1L << 62;

    private final Step[] steps;
    private final Executor blockingPool;
    private final int requestBodyLimit;
    private final int responseBodyLimit;
    private final AtomicLong requests = new AtomicLong();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();

    /** @param blockingPool runs a chain of which any step may block */
    public Chain(List<Step> steps, Executor blockingPool) {
        this.steps = steps.toArray(Step[]::new);
        this.blockingPool = blockingPool;
        this.requestBodyLimit = steps.stream()
                .mapToInt(Step::requestBodyLimit)
                .filter(limit -> limit > 0)
                .min()
                .orElse(0);
        this.responseBodyLimit = steps.stream()
                .mapToInt(Step::responseBodyLimit)
                .filter(limit -> limit > 0)
                .min()
                .orElse(0);
    }

    int size() {
        return steps.length;
    }

    Step step(int index) {
        return steps[index];
    }

    public List<Step> steps() {
        return List.of(steps);
    }

    int requestBodyLimit() {
        return requestBodyLimit;
    }

    int responseBodyLimit() {
        return responseBodyLimit;
    }

    /** Runs a part of the way where it may block as its steps do. */
    void run(Runnable part, Consumer<Throwable> refused) {
        if (!mayBlock()) {
            part.run();
            return;
        }
        try {
            blockingPool.execute(part);
        } catch (RejectedExecutionException full) {
            refused.accept(Refusals.overloaded("Too many requests wait for a plugin."));
        }
    }

    /** Asked anew each time: a step can be found out to block. */
    private boolean mayBlock() {
        for (Step step : steps) {
            if (!step.nonBlocking()) {
                return true;
            }
        }
        return false;
    }

    /** @return false when it is retired; then nothing was counted */
    boolean enter() {
        long now = requests.get();
        while (now < RETIRED) {
            if (requests.compareAndSet(now, now + 1)) {
                return true;
            }
            now = requests.get();
        }
        return false;
    }

    void leave() {
        if (requests.decrementAndGet() == RETIRED) {
            empty.complete(null);
        }
    }

    /**
     * Lets nobody in any more.
     *
     * @return completed when the last request has left
     */
    public CompletableFuture<Void> retire() {
        if (requests.getAndUpdate(now -> now | RETIRED) == 0) {
            empty.complete(null);
        }
        return empty;
    }
}
