package io.bighammer.plugins.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimiterTest {
    /** Starts just below the overflow, where {@link System#nanoTime} may be too. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void aFullBucketLetsItsBurstThroughAndThenTheRate() {
        Limiter limiter = limiter(10, Duration.ofSeconds(1), 3, 100);

        assertEquals(2, limiter.take("a").remaining());
        assertEquals(1, limiter.take("a").remaining());
        assertEquals(0, limiter.take("a").remaining());
        Decision refused = limiter.take("a");
        assertFalse(refused.allowed());
        assertEquals(Duration.ofMillis(100).toNanos(), refused.waitNanos());
        assertEquals(Duration.ofMillis(300).toNanos(), refused.resetNanos());

        pass(Duration.ofMillis(99));
        assertFalse(limiter.take("a").allowed());
        pass(Duration.ofMillis(1));
        assertTrue(limiter.take("a").allowed());
        assertFalse(limiter.take("a").allowed());
    }

    @Test
    void aRefusedRequestCostsNothing() {
        Limiter limiter = limiter(1, Duration.ofSeconds(1), 1, 100);
        limiter.take("a");
        for (int i = 0; i < 100; i++) {
            assertFalse(limiter.take("a").allowed());
        }
        pass(Duration.ofSeconds(1));
        assertTrue(limiter.take("a").allowed());
    }

    @Test
    void aBucketDoesNotFillBeyondItsBurst() {
        Limiter limiter = limiter(10, Duration.ofSeconds(1), 2, 100);
        pass(Duration.ofDays(30));

        assertEquals(1, limiter.take("a").remaining());
    }

    @Test
    void keysAreCountedApart() {
        Limiter limiter = limiter(1, Duration.ofMinutes(1), 1, 100);

        assertTrue(limiter.take("a").allowed());
        assertTrue(limiter.take("b").allowed());
        assertFalse(limiter.take("a").allowed());
    }

    @Test
    void beyondTheBoundNewKeysShareOneBucket() {
        Limiter limiter = limiter(1, Duration.ofMinutes(1), 1, 2);
        limiter.take("a");
        limiter.take("b");

        assertTrue(limiter.take("c").allowed());
        assertFalse(limiter.take("d").allowed());
        assertEquals(2, limiter.size());
    }

    @Test
    void fullBucketsMakeRoomForNewKeys() {
        Limiter limiter = limiter(1, Duration.ofSeconds(10), 1, 2);
        limiter.take("a");
        pass(Duration.ofSeconds(5));
        limiter.take("b");
        pass(Duration.ofSeconds(5));

        assertTrue(limiter.take("c").allowed());
        assertEquals(2, limiter.size());
        assertFalse(limiter.take("b").allowed());
        assertTrue(limiter.take("d").allowed(), "c has taken what is for those beyond the bound");
    }

    @Test
    void manyThreadsGetNoMoreThanTheBurst() throws Exception {
        Limiter limiter = limiter(1, Duration.ofHours(1), 1000, 100);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<Integer>> counts = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            counts.add(threads.submit(() -> {
                begin.await();
                int allowed = 0;
                for (int i = 0; i < 1000; i++) {
                    allowed += limiter.take("a").allowed() ? 1 : 0;
                }
                return allowed;
            }));
        }
        begin.countDown();
        int sum = 0;
        for (Future<Integer> count : counts) {
            sum += count.get();
        }
        threads.shutdown();

        assertEquals(1000, sum);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Limiter limiter(int rate, Duration per, int burst, int maxKeys) {
        return new Limiter(new Settings(rate, per, Optional.of(burst), "client", maxKeys), nanos::get);
    }
}
