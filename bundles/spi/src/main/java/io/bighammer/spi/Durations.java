package io.bighammer.spi;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/**
 * Counts how long things take, in buckets whose bounds are the same everywhere. Safe for use by many threads, without a lock: on the few
 * cores of one machine plain atomic numbers cost no more than striped ones.
 */
public final class Durations {
    private static final long[] BOUNDS_MICROS = {
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000
    };

    /** The bounds of all buckets but the last, in seconds; what is equal to a bound is below it. */
    public static final List<Double> BOUNDS =
            LongStream.of(BOUNDS_MICROS).mapToObj(micros -> micros / 1e6).toList();

    private static final long[] BOUNDS_NANOS =
            LongStream.of(BOUNDS_MICROS).map(TimeUnit.MICROSECONDS::toNanos).toArray();

    private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS_NANOS.length + 1);
    private final AtomicLong nanos = new AtomicLong();

    /**
     * What was counted up to a moment.
     *
     * @param buckets how many were in each, the last one without a bound; a sum without buckets has one
     * @param seconds of all together
     */
    public record Reading(List<Long> buckets, double seconds) {
        public static final Reading NONE = of(0, 0);

        public static Reading of(long count, long nanos) {
            return new Reading(List.of(count), nanos / 1e9);
        }

        public long count() {
            return buckets.stream().mapToLong(Long::longValue).sum();
        }
    }

    public void add(long took) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && took > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        buckets.incrementAndGet(bucket);
        nanos.addAndGet(took);
    }

    public Reading reading() {
        List<Long> counts = LongStream.range(0, buckets.length())
                .map(bucket -> buckets.get((int) bucket))
                .boxed()
                .toList();
        return new Reading(counts, nanos.get() / 1e9);
    }
}
