package io.bighammer.tests.frontdoor;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The load of {@code wrk -c32}, which looks at every answer. */
final class Wrk {
    private static final int CONNECTIONS = 32;
    private static final int LONGEST_SECONDS = 600;

    /**
     * @param failed another status than 200
     * @param statuses the first of those
     * @param broken connections
     * @param unanswered within a minute
     * @param wrong no stamp, or two
     */
    record Figures(long answers, long failed, String statuses, long broken, long unanswered, long wrong, long p99Us) {

        boolean isFlawless() {
            return answers > 0 && failed + broken + unanswered + wrong == 0;
        }
    }

    private Wrk() {}

    static boolean isThere() {
        return Shell.in(Path.of("."))
                        .run(List.of("bash", "-c", "command -v wrk"))
                        .code()
                == 0;
    }

    static Shell.Running begin(int port, int seconds) {
        return Shell.in(Path.of("src/test/resources"))
                .begin(List.of(
                        "wrk",
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-d" + seconds + "s",
                        "--timeout",
                        "60s",
                        "-s",
                        "wrk.lua",
                        "-H",
                        Stamped.KEY,
                        "http://127.0.0.1:" + port + "/"));
    }

    static Figures end(Shell.Running wrk) {
        String output = wrk.await(LONGEST_SECONDS).succeeded().output().strip();
        String json = output.substring(output.lastIndexOf('{'));
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build()
                .readValue(json, Figures.class);
    }
}
