package io.bighammer.services;

import java.util.List;

/**
 * A service as the status shows it.
 *
 * @param state {@code ready} when all of its workers are, {@code partly} when some are, {@code starting} or {@code down}
 * @param generation of its code and settings
 * @param queued requests that wait for a worker
 * @param watched how many files start a new generation when they change
 */
record ServiceStatus(String name, String state, long generation, int queued, int watched, List<WorkerStatus> workers) {}
