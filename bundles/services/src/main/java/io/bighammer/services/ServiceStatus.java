package io.bighammer.services;

import java.util.List;

/**
 * A service as the status shows it.
 *
 * @param state {@code ready} when all of its workers are, {@code partly} when some are, {@code starting} or {@code down}
 * @param queued requests that wait for a worker
 */
record ServiceStatus(String name, String state, int queued, List<WorkerStatus> workers, List<String> complaints) {}
