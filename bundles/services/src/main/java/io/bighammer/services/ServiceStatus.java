package io.bighammer.services;

import io.bighammer.services.worker.WorkerStatus;
import java.util.List;

/**
 * A service as the status shows it.
 *
 * @param state {@code ready} when all of its workers are, {@code partly} when some are, {@code starting} or {@code down}
 * @param generation of its code and settings
 * @param next the change that is being tried, and takes over when all its workers are ready; empty when none is
 * @param queued requests that wait for a worker
 * @param watched how many files start a new generation when they change
 * @param requests since it runs
 * @param errors of these, all that came to nothing or were answered with 500 or more; not those whose client left
 */
record ServiceStatus(
        String name,
        String state,
        long generation,
        String next,
        int queued,
        int watched,
        long requests,
        long errors,
        List<WorkerStatus> workers) {}
