package io.bighammer.core.plugin;

import java.util.concurrent.atomic.AtomicLong;

/** What the calls of all instances of a plugin come to, those that have been replaced included. Safe for use by many threads. */
public final class PluginCounts {
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();

    void called(long took) {
        calls.incrementAndGet();
        nanos.addAndGet(took);
    }

    void failed() {
        errors.incrementAndGet();
    }

    public PluginFigures figures() {
        return new PluginFigures(calls.get(), errors.get(), nanos.get());
    }
}
