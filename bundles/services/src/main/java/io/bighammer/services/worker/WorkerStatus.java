package io.bighammer.services.worker;

import java.util.List;
import java.util.OptionalLong;

/**
 * A worker as the status shows it.
 *
 * @param name for example {@code example#1}
 * @param pid empty when it has no process here
 * @param started when its process was started, ISO 8601; empty when it never was
 * @param restarts how often a process of it ended that was not to end
 * @param reason why the last of these ended; empty when none did
 * @param requests sent to it since the gateway started
 * @param memoryBytes that it holds; empty when unknown
 * @param journal what happened to it, newest last
 */
public record WorkerStatus(
        String name,
        OptionalLong pid,
        String state,
        long generation,
        String started,
        int restarts,
        String reason,
        long requests,
        OptionalLong memoryBytes,
        List<Journal.Entry> journal) {}
