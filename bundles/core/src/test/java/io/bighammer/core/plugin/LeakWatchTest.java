package io.bighammer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeakWatchTest {
    private final AtomicLong collections = new AtomicLong();
    private final LeakWatch watch = new LeakWatch(collections::get);

    private static final class Loader extends ClassLoader {}

    @Test
    void classesThatAreHeldAreWarnedOfOnceAndOnlyAfterTwoCollections() {
        Loader held = new Loader();
        watch.watch("moon", held);
        assertEquals(List.of(), watch.look());
        collections.set(1);
        assertEquals(List.of(), watch.look());
        collections.set(2);
        assertEquals(
                List.of("The classes of the plugin moon, which was replaced or removed, are still in memory: something"
                        + " outside of it refers to them"),
                watch.look());
        collections.set(9);
        assertEquals(List.of(), watch.look());
        assertTrue(held.getParent() != null); // it is held up to here
    }

    @Test
    void theThreadThatHoldsThemIsNamed() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "left behind");
        thread.setContextClassLoader(new Loader());
        thread.start();
        watch.watch("moon", thread.getContextClassLoader());
        collections.set(2);
        assertEquals(
                List.of("The classes of the plugin moon, which was replaced or removed, are still in memory: they are"
                        + " held by the thread left behind; end it in close()"),
                watch.look());
        end.countDown();
        thread.join();
    }

    @Test
    void classesThatHaveGoneAreNoMatter() {
        WeakReference<Loader> gone = new WeakReference<>(new Loader());
        watch.watch("moon", gone.get());
        while (!gone.refersTo(null)) {
            System.gc();
        }
        collections.set(2);
        assertEquals(List.of(), watch.look());
    }
}
