package io.bighammer.services;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker went through, for people. Written by the supervisor's thread, read by any. */
final class History {
    private static final Logger log = LoggerFactory.getLogger(History.class);

    private final String name;
    private volatile String complaint = "";
    private volatile String reason = "";
    private volatile String started = "";
    private volatile int restarts;
    private volatile long requests;

    History(String name) {
        this.name = name;
    }

    void started(long pid) {
        started = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        log.info("{} started, pid {}", name, pid);
    }

    void ready(long millis) {
        complaint = "";
        log.info("{} ready after {} ms", name, millis);
    }

    /** Its process will be followed by another one. */
    void ended(String why, long nextMillis) {
        reason = why;
        restarts++;
        log.warn("{} ended: {}; next try {}", name, why, nextMillis == 0 ? "now" : "in " + nextMillis + " ms");
    }

    void endedForGood(String why) {
        reason = why;
        complaint = "";
        log.info("{} ended: {}", name, why);
    }

    /** Logs it when it is new: each further try would only repeat it. */
    void complain(String advice) {
        String text = name + ": " + advice;
        if (!text.equals(complaint)) {
            log.error(text);
        }
        complaint = text;
    }

    /** Requests that a process of it was sent. */
    void served(long count) {
        requests += count;
    }

    /** What a person should look at; empty when all is well. */
    String complaint() {
        return complaint;
    }

    WorkerStatus status(long pid, String state, long running, long residentBytes) {
        return new WorkerStatus(name, pid, state, started, restarts, reason, requests + running, residentBytes);
    }
}
