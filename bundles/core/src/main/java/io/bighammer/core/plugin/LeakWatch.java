package io.bighammer.core.plugin;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the classes of an uninstalled plugin have gone when the old generation of the heap has been collected, and warns once of
 * those that have not: each swap of such a plugin costs memory for ever. Safe for use by many threads.
 */
final class LeakWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeakWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Set<Gone> gone = ConcurrentHashMap.newKeySet();
    private final LongSupplier collections;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, look -> {
        Thread thread = new Thread(look, "leak-watch");
        thread.setDaemon(true);
        return thread;
    });

    private record Gone(String plugin, WeakReference<ClassLoader> loader, long collectionsBefore) {}

    LeakWatch() {
        this(LeakWatch::collectionsOfOldGeneration);
        timer.scheduleWithFixedDelay(this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    /** @param collections how often the old generation has been collected */
    LeakWatch(LongSupplier collections) {
        this.collections = collections;
    }

    private static long collectionsOfOldGeneration() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> Arrays.stream(collector.getMemoryPoolNames())
                        .anyMatch(pool -> pool.contains("Tenured") || pool.contains("Old")))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Nothing of ours uses the classes of this plugin any more. */
    void watch(String plugin, ClassLoader loader) {
        gone.add(new Gone(plugin, new WeakReference<>(loader), collections.getAsLong()));
    }

    /** @return what it has just warned of */
    List<String> look() {
        gone.removeIf(one -> one.loader.refersTo(null));
        List<Gone> held = gone.stream()
                // The collection may have been under way when the plugin went: one more has surely seen it.
                .filter(one -> collections.getAsLong() > one.collectionsBefore + 1)
                .toList();
        List<String> warnings = held.stream().map(LeakWatch::warning).toList();
        warnings.forEach(log::warn);
        held.forEach(gone::remove);
        return warnings;
    }

    private static String warning(Gone one) {
        ClassLoader loader = one.loader.get();
        String threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> loader != null
                        && (thread.getContextClassLoader() == loader
                                || thread.getClass().getClassLoader() == loader))
                .map(Thread::getName)
                .sorted()
                .collect(Collectors.joining(", "));
        return "The classes of the plugin " + one.plugin + ", which was replaced or removed, are still in memory: "
                + (threads.isEmpty()
                        ? "something outside of it refers to them"
                        : "they are held by the thread " + threads + "; end it in close()");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
