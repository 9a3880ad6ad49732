package io.bighammer.core.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfigurationThreadTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final Duration NEVER = Duration.ofDays(1);

    private final Semaphore renewals = new Semaphore(0);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private volatile boolean stands;
    private volatile boolean fails;
    private volatile boolean settling;
    private ConfigurationThread thread;

    private final ConfigurationThread.Renewal renewal = new ConfigurationThread.Renewal() {
        @Override
        public void renew() {
            renewals.release();
            if (stands) {
                awaitLeave();
            }
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public boolean isSettling() {
            return settling;
        }
    };

    @AfterEach
    void close() {
        mayGoOn.countDown();
        thread.close();
    }

    @Test
    void aBurstOfMarksIsOneRenewal() throws InterruptedException {
        make(LONG, NEVER);
        for (int i = 0; i < 50; i++) {
            thread.mark();
        }
        awaitRenewal();

        // What the burst had left over would come before this one.
        thread.mark();
        awaitRenewal();
        assertEquals(0, renewals.availablePermits());
    }

    @Test
    void marksThatComeDuringARenewalAreOneMore() throws InterruptedException {
        make(SHORT, NEVER);
        stands = true;
        thread.mark();
        awaitRenewal();
        for (int i = 0; i < 50; i++) {
            thread.mark();
        }
        mayGoOn.countDown();
        awaitRenewal();

        thread.mark();
        awaitRenewal();
        assertEquals(0, renewals.availablePermits());
    }

    @Test
    void aRenewalThatFailsIsToldOfAsAnyOther() throws InterruptedException {
        Semaphore told = new Semaphore(0);
        thread = new ConfigurationThread(renewal, told::release, SHORT, NEVER);
        fails = true;
        thread.mark();
        assertTrue(told.tryAcquire(30, TimeUnit.SECONDS));
        thread.mark();
        assertTrue(told.tryAcquire(30, TimeUnit.SECONDS));
    }

    @Test
    void whatIsSettlingIsLookedAtAgainUnasked() throws InterruptedException {
        make(SHORT, SHORT);
        settling = true;
        thread.mark();
        awaitRenewal();
        awaitRenewal();
    }

    @Test
    void aChangeDuringARenewalDoesNotWaitForWhatIsSettling() throws InterruptedException {
        make(SHORT, NEVER);
        settling = true;
        stands = true;
        thread.mark();
        awaitRenewal();
        thread.mark();
        mayGoOn.countDown();
        awaitRenewal();
    }

    @Test
    void aChangeDoesNotWaitForWhatIsSettling() throws InterruptedException {
        CountDownLatch settled = new CountDownLatch(1);
        thread = new ConfigurationThread(renewal, settled::countDown, SHORT, NEVER);
        settling = true;
        thread.mark();
        awaitRenewal();
        assertTrue(settled.await(30, TimeUnit.SECONDS));
        thread.mark();
        awaitRenewal();
    }

    @Test
    void afterTheEndAMarkIsIgnored() {
        make(SHORT, NEVER);
        thread.close();
        thread.mark();
        assertEquals(0, renewals.availablePermits());
    }

    private void make(Duration quiet, Duration settle) {
        thread = new ConfigurationThread(renewal, () -> {}, quiet, settle);
    }

    private void awaitRenewal() throws InterruptedException {
        assertTrue(renewals.tryAcquire(30, TimeUnit.SECONDS), "no renewal came");
    }

    private void awaitLeave() {
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
