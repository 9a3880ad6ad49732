package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InstallationParameter.class)
final class WatchTest {

    @Test
    void aWatchedGatewayIsStartedAgainAfterKillAndStopEndsTheWatch(Installation bighammer) {
        bighammer.start("--watch").says("watched by");
        long killed = bighammer.gatewayPid();

        ProcessHandle.of(killed).orElseThrow().destroyForcibly();

        Await.until("another gateway runs", () -> bighammer.log().split("The gateway runs", -1).length == 3);
        assertNotEquals(killed, bighammer.gatewayPid());
        assertEquals(200, bighammer.client().get("/api/example").statusCode());
        String told = bighammer.read("runtime/logs/duang.log");
        assertTrue(told.contains("ended unexpectedly: it was killed (SIGKILL"), told);
        bighammer.duang("status").endedWith(0).says("the last one: ", "ended unexpectedly: it was killed (SIGKILL");

        bighammer.stop().says("The watch has ended");
        assertEquals(List.of(), bighammer.processes());
    }
}
