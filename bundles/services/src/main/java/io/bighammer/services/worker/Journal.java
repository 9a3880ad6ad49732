package io.bighammer.services.worker;

import io.bighammer.services.pool.WorkerFigures;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker went through, and why, in all its generations. Written by the supervisor's thread, read by any.
 */
public final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final int LONGEST = 50;

    /**
     * @param time ISO 8601
     * @param event {@code started}, {@code ready}, {@code leaving} or {@code ended}
     * @param stderr the last lines that the process wrote there, when they may tell why
     */
    public record Entry(
            String time, String event, OptionalLong pid, long generation, String why, List<String> stderr) {}

    private final String name;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private volatile String reason = "";
    private volatile String started = "";
    private volatile int restarts;
    private final AtomicLongArray restartsFor = new AtomicLongArray(RestartReason.values().length);
    private final WorkerFigures figures = new WorkerFigures();

    public Journal(String name) {
        this.name = name;
    }

    void started(OptionalLong pid, long generation, String why) {
        started = now();
        add(new Entry(started, "started", pid, generation, why, List.of()));
        log.info("{} started{}, generation {}: {}", name, text(pid), generation, why);
    }

    void ready(OptionalLong pid, long generation, long millis) {
        add(new Entry(now(), "ready", pid, generation, "after " + millis + " ms", List.of()));
        log.info("{} ready after {} ms", name, millis);
    }

    /** It gets no more requests, and ends when it has answered what it has. */
    void leaving(OptionalLong pid, long generation, String why) {
        add(new Entry(now(), "leaving", pid, generation, why, List.of()));
        log.info("{}{} gets no more requests: {}", name, text(pid), why);
    }

    /** It was to end. */
    void ended(OptionalLong pid, long generation, String why) {
        add(new Entry(now(), "ended", pid, generation, why, List.of()));
        log.info("{}{} ended: {}", name, text(pid), why);
    }

    /** It was not to end. */
    void died(OptionalLong pid, long generation, String why, String stderr) {
        add(new Entry(now(), "ended", pid, generation, why, stderr.lines().toList()));
        log.warn("{}{} ended: {}", name, text(pid), why);
    }

    /** A process of it will take the place of one that was not to end, and ended for this reason. */
    void restarts(RestartReason cause, String why, long nextMillis) {
        reason = why;
        restarts++;
        restarted(cause);
        log.info("{}: next try {}", name, nextMillis == 0 ? "now" : "in " + nextMillis + " ms");
    }

    /** A process of it is followed by another, for this reason. */
    void restarted(RestartReason cause) {
        restartsFor.incrementAndGet(cause.ordinal());
    }

    /** How many of its processes were followed by another, by the reason. */
    public Map<String, Long> restartsByReason() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (RestartReason cause : RestartReason.values()) {
            counts.put(cause.name().toLowerCase(Locale.ROOT), restartsFor.get(cause.ordinal()));
        }
        return counts;
    }

    String reason() {
        return reason;
    }

    String started() {
        return started;
    }

    int restarts() {
        return restarts;
    }

    /** What came of its requests. */
    public WorkerFigures figures() {
        return figures;
    }

    /** Newest last. */
    List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    /** The last few, a line each. */
    List<String> tail(int count) {
        List<Entry> all = entries();
        List<String> lines = new ArrayList<>();
        for (Entry entry : all.subList(Math.max(0, all.size() - count), all.size())) {
            lines.add(entry.time() + " " + entry.event() + text(entry.pid()) + ": " + entry.why());
        }
        return lines;
    }

    private void add(Entry entry) {
        synchronized (entries) {
            if (entries.size() == LONGEST) {
                entries.removeFirst();
            }
            entries.addLast(entry);
        }
    }

    private static String text(OptionalLong pid) {
        return pid.isPresent() ? ", pid " + pid.getAsLong() : "";
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
