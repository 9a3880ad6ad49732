package io.bighammer.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

    private static final VarHandle AT = MethodHandles.arrayElementVarHandle(long[].class);

    /** So many places in an array take the nanoseconds of all together, and then how many are in each bucket. */
    public static final int SIZE = 1 + BOUNDS_NANOS.length + 1;

    private final long[] counts = new long[SIZE];

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
        add(counts, 0, took);
    }

    public Reading reading() {
        return reading(counts, 0);
    }

    /**
     * Counts in an array that has other counts as well, so that all of them are in one piece of memory.
     *
     * @param from the first of {@link #SIZE} places
     */
    public static void add(long[] counts, int from, long took) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && took > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        AT.getAndAdd(counts, from, took);
        AT.getAndAdd(counts, from + 1 + bucket, 1L);
    }

    /** What {@link #add(long[], int, long)} has counted. */
    public static Reading reading(long[] counts, int from) {
        List<Long> buckets = IntStream.range(from + 1, from + SIZE)
                .mapToObj(bucket -> (Long) (long) AT.getVolatile(counts, bucket))
                .toList();
        return new Reading(buckets, (long) AT.getVolatile(counts, from) / 1e9);
    }
}
