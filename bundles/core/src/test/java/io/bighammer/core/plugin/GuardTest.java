package io.bighammer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final long NEVER_SLOW = Long.MAX_VALUE;
    private static final long ALWAYS_SLOW = -1;

    private final ClassLoader loader = new ClassLoader(null) {};

    private Guard guard(boolean nonBlocking, long slowNanos) {
        return new Guard("moon", loader, nonBlocking, new PluginCounts(), slowNanos);
    }

    @Test
    void codeRunsWithItsOwnContextClassLoaderAndTheOldOneComesBack() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        guard(true, NEVER_SLOW)
                .run(() -> assertSame(loader, Thread.currentThread().getContextClassLoader()));
        assertThrows(IllegalStateException.class, () -> guard(true, NEVER_SLOW).run(() -> {
            throw new IllegalStateException();
        }));
        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void whatIsNoPartOfARequestIsNotCounted() throws Exception {
        Guard guard = guard(true, NEVER_SLOW);
        guard.runUncounted(() -> assertSame(loader, Thread.currentThread().getContextClassLoader()));
        assertEquals(0, guard.counts().figures().calls());
    }

    @Test
    void callsAndFaultsAreCountedAndARefusalIsNoFault() throws Exception {
        Guard guard = guard(true, NEVER_SLOW);
        guard.run(() -> {});
        assertThrows(
                LinkageError.class,
                () -> guard.run(() -> {
                    throw new LinkageError();
                }));
        assertThrows(
                ProblemException.class,
                () -> guard.run(() -> {
                    throw new ProblemException(Problem.UNAUTHORIZED, "no");
                }));
        assertEquals(3, guard.counts().figures().calls());
        assertEquals(1, guard.counts().figures().errors());
        assertTrue(guard.counts().figures().nanos() > 0);
    }

    @Test
    void whoSaysThatItDoesNotBlockAndDoesIsFoundOut() throws Exception {
        Guard guard = guard(true, ALWAYS_SLOW);
        for (int call = 1; call < 5; call++) {
            guard.run(() -> {});
            assertTrue(guard.nonBlocking());
        }
        guard.run(() -> {});
        assertFalse(guard.nonBlocking());
    }

    @Test
    void oneThatBlocksFillsOnlyItsOwnLimit() throws Exception {
        Guard guard = guard(false, NEVER_SLOW);
        CountDownLatch inside = new CountDownLatch(64);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        for (int call = 0; call < 64; call++) {
            threads.submit(() -> {
                guard.run(() -> {
                    inside.countDown();
                    go.await();
                });
                return null;
            });
        }
        assertTrue(inside.await(30, TimeUnit.SECONDS));
        ProblemException refusal = assertThrows(ProblemException.class, () -> guard.run(() -> {}));
        assertEquals(Problem.OVERLOADED, refusal.problem());
        guard(false, NEVER_SLOW).run(() -> {});
        go.countDown();
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        guard.run(() -> {});
    }
}
