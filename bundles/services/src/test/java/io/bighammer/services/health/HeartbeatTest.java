package io.bighammer.services.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bighammer.services.pool.Pool;
import io.bighammer.services.pool.ReadyWorker;
import io.bighammer.services.pool.TestLink;
import io.bighammer.services.pool.TestServices;
import io.bighammer.services.process.Vitals;
import io.bighammer.services.time.Deadlines;
import io.bighammer.spi.BufferBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final Pool pool = new Pool(
            "tested",
            TestServices.of("tested", Path.of("tested.php")).limits(),
            new BufferBudget(1 << 20),
            new Deadlines(new ScheduledExecutorScheduler("test", true)));
    private final TestLink link = new TestLink("tested#1", pool);
    private final ReadyWorker worker = link.worker();
    private long nanos;

    @Test
    void aWorkerThatAnswersStaysInRotation() {
        Heartbeat heartbeat = new Heartbeat(worker, OptionalLong.empty(), () -> nanos);
        for (int beat = 0; beat < 10; beat++) {
            assertEquals(Optional.empty(), heartbeat.beat());
            worker.pong(0, 0);
            after(Heartbeat.EVERY);
        }
        assertEquals(10, link.pings());
        assertTrue(worker.hasSlot());
    }

    @Test
    void oneThatIsSilentForASecondIsOutOfRotationUntilItAnswers() {
        Heartbeat heartbeat = new Heartbeat(worker, OptionalLong.empty(), () -> nanos);
        heartbeat.beat();
        after(Duration.ofMillis(900));
        heartbeat.beat();
        assertTrue(worker.hasSlot());
        after(Duration.ofMillis(100));
        assertEquals(Optional.empty(), heartbeat.beat());
        assertFalse(worker.hasSlot());
        worker.pong(0, 0);
        heartbeat.beat();
        assertTrue(worker.hasSlot());
    }

    @Test
    void oneThatIsIdleAndSilentForFourSecondsHangs() {
        Heartbeat heartbeat = new Heartbeat(worker, OptionalLong.empty(), () -> nanos);
        heartbeat.beat();
        after(Duration.ofSeconds(4));
        assertEquals(Optional.of("it did not answer a PING within 4 s"), heartbeat.beat());
    }

    @Test
    void oneThatWorksIsNotAsked() {
        Heartbeat heartbeat = new Heartbeat(worker, OptionalLong.empty(), () -> nanos);
        ProbeCall call = new ProbeCall("tested", "/", Duration.ofSeconds(10));
        worker.probe(call, call);
        after(Duration.ofMinutes(1));
        assertEquals(Optional.empty(), heartbeat.beat());
        assertEquals(0, link.pings());
    }

    @Test
    void aBusyProcessThatIsStoppedAtTwoBeatsIsFoundOut() throws Exception {
        assumeTrue(Vitals.of(ProcessHandle.current().pid()).isPresent(), "there is no /proc here: not checked");
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            Heartbeat heartbeat = new Heartbeat(worker, OptionalLong.of(process.pid()), () -> nanos);
            ProbeCall call = new ProbeCall("tested", "/", Duration.ofSeconds(10));
            worker.probe(call, call);
            assertEquals(Optional.empty(), heartbeat.beat());
            assertTrue(worker.residentBytes() > 0);
            signal("STOP", process.pid());
            assertEquals(Optional.empty(), heartbeat.beat());
            assertTrue(heartbeat.beat().isPresent());
            signal("CONT", process.pid());
            assertEquals(Optional.empty(), heartbeat.beat());
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signal(String signal, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        while (Vitals.of(pid).orElseThrow().stopped() != signal.equals("STOP")) {
            Thread.sleep(5);
        }
    }

    private void after(Duration time) {
        nanos += time.toNanos();
    }
}
