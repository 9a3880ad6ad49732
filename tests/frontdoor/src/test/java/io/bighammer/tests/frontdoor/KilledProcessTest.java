package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code kill -9} does to those who are left. */
@ExtendWith(InstallationParameter.class)
final class KilledProcessTest {

    @Test
    void clientsOfAKilledServiceSeeNothingWorseThan502And503AndAreServedAgain(Installation bighammer) {
        bighammer.start();
        Load load = Load.begin(bighammer.port(), "/api/example", 8);
        try (load) {
            Await.until("there is load", () -> load.answered(200) > 200);
            List<RunningProcess> workers = bighammer.workersOf("example_service.php");
            assertEquals(2, workers.size());
            workers.forEach(RunningProcess::kill);

            Await.until("both are dead", () -> workers.stream().noneMatch(RunningProcess::isAlive));
            long before = load.answered(200);
            Await.until("clients are served again", () -> load.answered(200) > before + 200);
        }
        assertEquals(Set.of(), load.lost());
        assertTrue(Set.of(200, 502, 503).containsAll(load.statuses()), () -> "answers: " + load.statuses());
    }

    @Test
    void thePidFileFollowsTheWorkerOfMainThatTakesADeadOnesPlace(Installation bighammer) {
        bighammer.start();
        RunningProcess first = bighammer.workersOf("test.php").get(0);
        assertEquals(first.pid() + "\n", bighammer.read("runtime/duangBussiness.pid"));

        first.kill();

        Await.until("the pid file names another worker of main", () -> {
            long named = bighammer.pidIn("runtime/duangBussiness.pid");
            return named != first.pid()
                    && bighammer.workersOf("test.php").stream().anyMatch(worker -> worker.pid() == named);
        });
    }

    @Test
    void aKilledGatewayLeavesNoProcessAndTheNextStartCleansUp(Installation bighammer) {
        bighammer.start();
        assertEquals(3, bighammer.phpProcesses().size());
        long killed = bighammer.gatewayPid();
        try (Load load = Load.begin(bighammer.port(), "/api/example", 4)) {
            Await.until("there is load", () -> load.answered(200) > 200);
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            load.awaitEnd();
        }
        Await.until("its workers are gone", () -> bighammer.processes().isEmpty());
        assertEquals(
                3, bighammer.duang("status").says("not running").endedWith(3).code());

        bighammer.start().says("Removed runtime/duangMain.pid", "Removed runtime/mainSocket.sock", "left behind");

        assertNotEquals(killed, bighammer.gatewayPid());
        assertEquals(200, bighammer.client().get("/api/example").statusCode());
    }
}
