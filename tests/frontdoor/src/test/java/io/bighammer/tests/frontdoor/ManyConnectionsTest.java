package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many connections wait in little memory, and when all ask at once each is answered, if only by a 503. */
@ExtendWith(InstallationParameter.class)
final class ManyConnectionsTest {
    private static final int MOST_MEGABYTES = 400;

    @Test
    void fiveHundredAskAtOnce(Installation bighammer) {
        askAtOnce(bighammer, 500);
    }

    @Test
    @Tag("long")
    void tenThousandAskAtOnce(Installation bighammer) {
        askAtOnce(bighammer, 10_000);
    }

    private static void askAtOnce(Installation bighammer, int connections) {
        bighammer.start();
        String figures = Bench.run(
                "connections.py",
                bighammer.port(),
                "--pid",
                Long.toString(bighammer.gatewayPid()),
                "--connections",
                Integer.toString(connections));
        Matcher idle =
                Pattern.compile(connections + " idle connections: (\\d+) MB").matcher(figures);
        assertTrue(idle.find(), figures);
        assertTrue(Integer.parseInt(idle.group(1)) < MOST_MEGABYTES, figures);
    }
}
