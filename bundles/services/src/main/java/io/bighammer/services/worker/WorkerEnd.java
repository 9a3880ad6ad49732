package io.bighammer.services.worker;

/**
 * How a process of a worker ended.
 *
 * @param reason why another is needed, if one is
 * @param why in a few words
 * @param advice what a person should do about it; empty when nothing
 * @param stderr the last lines that it wrote there
 */
record WorkerEnd(RestartReason reason, String why, String advice, String stderr) {}
