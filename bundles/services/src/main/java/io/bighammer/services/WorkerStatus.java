package io.bighammer.services;

/**
 * A worker as the status shows it.
 *
 * @param name for example {@code example#1}
 * @param pid 0 when it has no process
 * @param started when its process was started, ISO 8601; empty when it never was
 * @param restarts how often it was replaced
 * @param reason why its last process ended; empty when none did
 * @param requests sent to it since the gateway started
 * @param rss resident memory in bytes, 0 when unknown
 */
record WorkerStatus(
        String name, long pid, String state, String started, int restarts, String reason, long requests, long rss) {}
