package io.bighammer.ipc.stream;

import io.bighammer.spi.BufferBudget;

/** How much of the common budget one body may take while it waits. Safe for use by many threads. */
public final class Share {
    /** Even while little is free. */
    public static final long LEAST = 1 << 20;
    /** Of what is free: however many bodies take theirs, something is left for the next. */
    private static final int PART = 4;

    private final BufferBudget budget;
    private final boolean large;

    private Share(BufferBudget budget, boolean large) {
        this.budget = budget;
        this.large = large;
    }

    /** For what can wait where it comes from. */
    public static Share small(BufferBudget budget) {
        return new Share(budget, false);
    }

    /** For an answer: a worker that does one thing at a time shall be free for the next, however slow the client is. */
    public static Share large(BufferBudget budget) {
        return new Share(budget, true);
    }

    /** The bytes that may wait now. */
    long most() {
        return large ? Math.max(LEAST, budget.free() / PART) : LEAST;
    }

    /** Pays for that much; false when the budget is used up. */
    boolean tryTake(int bytes) {
        return budget.tryAcquire(bytes);
    }

    void giveBack(int bytes) {
        budget.release(bytes);
    }
}
