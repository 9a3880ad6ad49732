package io.bighammer.admin;

import io.bighammer.spi.Durations;
import io.bighammer.spi.Metric;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the Java virtual machine tells of itself. */
final class ProcessMetrics {

    private ProcessMetrics() {}

    static List<Metric> now() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        return List.of(
                Metric.gauge("bighammer_jvm_memory_bytes", "Memory of the Java virtual machine in use.")
                        .add(heap.getUsed(), "area", "heap")
                        .add(memory.getNonHeapMemoryUsage().getUsed(), "area", "nonheap"),
                Metric.gauge("bighammer_jvm_heap_limit_bytes", "The most that the heap can take.")
                        .add(heap.getMax()),
                Metric.gauge("bighammer_jvm_threads", "Threads of the gateway, virtual ones not counted.")
                        .add(ManagementFactory.getThreadMXBean().getThreadCount()),
                collections());
    }

    private static Metric collections() {
        Metric collections = Metric.summary("bighammer_jvm_gc_seconds", "Garbage collections, and their time.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Durations.Reading times = Durations.Reading.of(
                    collector.getCollectionCount(), TimeUnit.MILLISECONDS.toNanos(collector.getCollectionTime()));
            collections.add(times, "gc", collector.getName());
        }
        return collections;
    }
}
