package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InstallationParameter.class)
final class StepsTest {

    @Test
    void startAndStopTakeTheirStepsInOrderAndLogEach(Installation bighammer) {
        bighammer.start();
        bighammer.stop();

        String log = bighammer.log();
        assertEquals(List.of("configuration", "admin", "plugins", "sockets", "http", "services"), steps("Start", log));
        List<String> stop = steps("Stop", log);
        assertEquals(
                List.of("client doors", "services", "workers' door", "plugins", "admin", "pid files"),
                stop.subList(stop.indexOf("client doors"), stop.size()));
        assertEquals(
                List.of("The gateway runs", "The gateway has stopped"),
                found(Pattern.compile("The gateway (runs|has stopped)"), log, 0));
        assertEquals(List.of(), found(Pattern.compile("(?m)^.* (WARN|ERROR) .*$"), log, 0));
    }

    private static List<String> steps(String of, String log) {
        return found(Pattern.compile("(?m) " + of + ": ([^(\\n]*[^( \\n])(?: \\(\\d+ ms\\))?$"), log, 1);
    }

    private static List<String> found(Pattern pattern, String text, int group) {
        return pattern.matcher(text).results().map(match -> match.group(group)).toList();
    }

    @Test
    void aLowLimitOfOpenFilesIsAWarningWithTheCommandThatRaisesIt(Installation bighammer) {
        bighammer.bash("ulimit -n 512 && ./duang.sh start").succeeded().says("WARN", "512 files", "ulimit -n 65536");

        assertEquals(200, bighammer.client().get("/api/example").statusCode());
    }
}
