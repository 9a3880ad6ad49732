package io.bighammer.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An enabled entry of {@code services.json}, or {@code main}, checked and with its defaults filled in.
 *
 * @param path the program, absolute; exists, unless {@code instances} is 0
 * @param command what to start instead of the runtime that the path's ending stands for; empty for that
 * @param instances how many workers to start; 0 when all are started elsewhere
 * @param environment variables for its workers, besides the few that all get
 * @param user whom its workers run as; empty for the gateway's own user
 * @param token what lets a worker in that the gateway did not start; empty when none may
 * @param probe the path of a GET that a new worker must answer before it gets requests
 * @param reload whether new workers are started when a file changes that the old ones have loaded
 */
public record ServiceConfig(
        String name,
        Path path,
        List<String> command,
        int instances,
        Limits limits,
        Map<String, String> environment,
        Optional<String> user,
        Optional<String> token,
        Optional<String> probe,
        boolean reload) {

    /** The name of the service of {@code bussiness_main_path}. */
    public static final String MAIN = "main";

    /**
     * @param maxStreams the most requests that one worker is sent at once, even if it says that it takes more
     * @param queue how many requests may wait for a worker
     * @param queueTimeout how long each may wait
     * @param maxRequests after so many a worker is replaced; 0 for never
     * @param maxMemory resident bytes above which a worker is replaced; 0 for any
     * @param requestTimeout for routes without a timeout of their own; empty for the gateway's
     * @param startTimeout from the start of a worker until it can serve
     * @param stopTimeout from DRAIN to SIGTERM, and from there to SIGKILL
     */
    public record Limits(
            int maxStreams,
            int queue,
            Duration queueTimeout,
            int maxRequests,
            long maxMemory,
            Optional<Duration> requestTimeout,
            Duration startTimeout,
            Duration stopTimeout) {}

    /** For logs: without what may be secret. */
    @Override
    public String toString() {
        return "ServiceConfig[name=" + name + ", path=" + path + ", command=" + command + ", instances=" + instances
                + ", " + limits + ", environment=" + environment.keySet() + ", user=" + user.orElse("-") + ", token="
                + token.map(secret -> "***").orElse("-") + ", probe=" + probe.orElse("-") + ", reload=" + reload + "]";
    }
}
