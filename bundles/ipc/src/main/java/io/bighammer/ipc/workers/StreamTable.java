package io.bighammer.ipc.workers;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * The requests that a worker has, by their stream. A stream stands in the slot that its id names; an id whose slot is taken is
 * passed over, so that finding one needs neither lock nor search. Safe for use by many threads.
 */
final class StreamTable {
    /** Of one connection at a time; what a worker offers beyond that is not used. */
    static final int MOST = 16_384;

    private static final long IDS = 1L << 32;

    private final int limit;
    private final AtomicReferenceArray<WorkerStream> slots;
    /** Ids that are in use without a slot. */
    private final Set<Integer> aside = ConcurrentHashMap.newKeySet();

    private final AtomicInteger open = new AtomicInteger();
    /** Counted on where ids wrap, to know which of them were ever given out. */
    private final AtomicLong last;

    StreamTable(int limit) {
        this(limit, -1);
    }

    /** @param last the id before the first one */
    StreamTable(int limit, long last) {
        this.limit = limit;
        this.last = new AtomicLong(last);
        // Twice as many slots as streams: an id is seldom passed over.
        int slotCount = limit == 1 ? 1 : 2 * Integer.highestOneBit(2 * limit - 1);
        slots = new AtomicReferenceArray<>(slotCount);
    }

    /**
     * Takes the next free id for the stream that is made with it.
     *
     * @return empty when the worker has as many as it takes
     */
    Optional<WorkerStream> add(IntFunction<WorkerStream> maker) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return Optional.empty();
        }
        while (true) {
            int id = (int) last.addAndGet(2);
            int slot = slot(id);
            if (slots.get(slot) == null && (aside.isEmpty() || !aside.contains(id))) {
                WorkerStream stream = maker.apply(id);
                if (slots.compareAndSet(slot, null, stream)) {
                    return Optional.of(stream);
                }
            }
        }
    }

    /** Null when there is no such stream now. */
    WorkerStream find(int id) {
        WorkerStream stream = slots.get(slot(id));
        return stream != null && stream.id() == id ? stream : null;
    }

    /** False when another one has removed it. */
    boolean remove(WorkerStream stream) {
        if (!slots.compareAndSet(slot(stream.id()), stream, null)) {
            return false;
        }
        open.decrementAndGet();
        return true;
    }

    /** Frees its slot; its id stays in use until {@link #giveBack}. False when another one has removed it. */
    boolean setAside(WorkerStream stream) {
        aside.add(stream.id());
        if (remove(stream)) {
            return true;
        }
        aside.remove(stream.id());
        return false;
    }

    void giveBack(int id) {
        aside.remove(id);
    }

    int count() {
        return open.get();
    }

    boolean isEmpty() {
        return count() == 0;
    }

    /** Whether that id was given out, now or earlier. */
    boolean wasOpened(int id) {
        long newest = last.get();
        long behind = newest - id & IDS - 1;
        return (id & 1) == 1 && behind < newest && behind < IDS / 2;
    }

    void forEach(Consumer<WorkerStream> action) {
        for (int i = 0; i < slots.length(); i++) {
            WorkerStream stream = slots.get(i);
            if (stream != null) {
                action.accept(stream);
            }
        }
    }

    boolean anyMatch(Predicate<WorkerStream> condition) {
        for (int i = 0; i < slots.length(); i++) {
            WorkerStream stream = slots.get(i);
            if (stream != null && condition.test(stream)) {
                return true;
            }
        }
        return false;
    }

    private int slot(int id) {
        return (id >>> 1) & slots.length() - 1;
    }
}
