package io.bighammer.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An enabled entry of {@code services.json}, or {@code main}, checked and with its defaults filled in.
 *
 * @param path the program, absolute; exists
 * @param command what to start instead of the runtime that the path's ending stands for; empty for that
 * @param instances how many workers
 * @param queue how many requests may wait for a worker
 * @param queueTimeout how long each may wait
 * @param startTimeout from the start of a worker to its HELLO
 * @param stopTimeout from DRAIN to SIGTERM, and from there to SIGKILL
 * @param environment variables for its workers, besides the few that all get
 */
public record ServiceConfig(
        String name,
        Path path,
        List<String> command,
        int instances,
        int queue,
        Duration queueTimeout,
        Duration startTimeout,
        Duration stopTimeout,
        Map<String, String> environment) {

    /** The name of the service of {@code bussiness_main_path}. */
    public static final String MAIN = "main";
}
