package io.bighammer.plugins.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key. A bucket is one number, the time at which it will be full again (the generic cell rate
 * algorithm), so that taking from it is one compare-and-set. Safe for use by many threads.
 */
final class Limiter {
    private static final long SWEEP_EVERY = Duration.ofSeconds(1).toNanos();

    /** In a bucket that was swept out while somebody held it; it must not be taken from. */
    private static final long SWEPT = -1;

    private final Map<String, AtomicLong> buckets = new ConcurrentHashMap<>();
    private final AtomicLong overflow = new AtomicLong();
    private final AtomicLong nextSweep = new AtomicLong();
    private final LongSupplier nanoTime;
    private final long origin;
    private final long burst;
    private final long perRequest;
    private final long capacity;
    private final int maxKeys;

    Limiter(Settings settings, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        origin = nanoTime.getAsLong();
        burst = settings.burst().orElse(settings.rate());
        perRequest = settings.per().toNanos() / settings.rate();
        capacity = perRequest * burst;
        maxKeys = settings.maxKeys();
    }

    /** Takes one request from the key's bucket, if it holds one. */
    Decision take(String key) {
        long now = nanoTime.getAsLong() - origin;
        while (true) {
            AtomicLong bucket = bucket(key, now);
            long full = bucket.get();
            if (full == SWEPT) {
                continue;
            }
            long next = Math.max(full, now) + perRequest;
            long wait = next - now - capacity;
            if (wait > 0) {
                return new Decision(burst, 0, full - now, wait);
            }
            if (bucket.compareAndSet(full, next)) {
                return new Decision(burst, -wait / perRequest, next - now, 0);
            }
        }
    }

    /** How many keys are remembered. */
    int size() {
        return buckets.size();
    }

    private AtomicLong bucket(String key, long now) {
        AtomicLong bucket = buckets.get(key);
        if (bucket != null) {
            return bucket;
        }
        if (buckets.size() >= maxKeys) {
            sweep(now);
            if (buckets.size() >= maxKeys) {
                return overflow;
            }
        }
        return buckets.computeIfAbsent(key, unknown -> new AtomicLong());
    }

    /** Forgets the full buckets: a new one is full as well. Not too often, since it looks at all of them. */
    private void sweep(long now) {
        long due = nextSweep.get();
        if (now < due || !nextSweep.compareAndSet(due, now + SWEEP_EVERY)) {
            return;
        }
        buckets.forEach((key, bucket) -> {
            long full = bucket.get();
            if (full <= now && bucket.compareAndSet(full, SWEPT)) {
                buckets.remove(key, bucket);
            }
        });
    }
}
