package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers die, stop and change under load, and no client notices. The long forms are the same for longer. */
@ExtendWith(InstallationParameter.class)
final class ServiceFaultsTest {
    private static final String CODE = "Develop/echo_service.php";
    private static final int CLIENTS = 32;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void noRequestFailsWhileWorkersAreKilled(Installation bighammer) {
        killWorkers(bighammer, 10);
    }

    @Test
    @Tag("long")
    void noRequestFailsWhileWorkersAreKilledForHalfAMinute(Installation bighammer) {
        killWorkers(bighammer, 30);
    }

    private static void killWorkers(Installation bighammer, int times) {
        everySecond(bighammer, times, round -> {
            List<RunningProcess> workers = bighammer.workersOf("echo_service.php");
            if (!workers.isEmpty()) {
                workers.get(ThreadLocalRandom.current().nextInt(workers.size())).kill();
            }
        });
    }

    @Test
    void noRequestFailsWhileTheCodeChanges(Installation bighammer) {
        changeCode(bighammer, 10);
    }

    @Test
    @Tag("long")
    void noRequestFailsWhileTheCodeChangesForHalfAMinute(Installation bighammer) {
        changeCode(bighammer, 30);
    }

    private static void changeCode(Installation bighammer, int times) {
        everySecond(bighammer, times, round -> save(bighammer, good(bighammer, round + 2)));
        awaitVersion(bighammer, times + 1);
    }

    @Test
    void codeThatCannotServeChangesNothing(Installation bighammer) {
        saveBrokenCode(bighammer, BrokenCode.kinds(), SECOND);
    }

    @Test
    @Tag("long")
    void codeThatCannotServeChangesNothingTwentyTimes(Installation bighammer) {
        saveBrokenCode(bighammer, 20, Duration.ofSeconds(3));
    }

    private static void saveBrokenCode(Installation bighammer, int versions, Duration apart) {
        begin(bighammer);
        String good = good(bighammer, 99);
        try (Load load = load(bighammer)) {
            for (int version = 0; version < versions; version++) {
                save(bighammer, BrokenCode.version(version));
                pause(apart);
            }
            bighammer.awaitLog("the change was not taken over");
            save(bighammer, good);
            awaitVersion(bighammer, 99);
            assertUnharmed(load);
        }
        bighammer.duang("status").succeeded();
    }

    @Test
    void aStoppedWorkerIsReplacedAndItsRequestAnsweredByAnother(Installation bighammer) {
        begin(bighammer);
        try (Load load = load(bighammer)) {
            RunningProcess stopped = bighammer.workersOf("echo_service.php").get(0);
            bighammer.bash("kill -STOP " + stopped.pid()).succeeded();
            Await.until(
                    "it is replaced",
                    () -> !stopped.isAlive()
                            && bighammer.workersOf("echo_service.php").size() == 2);
            assertUnharmed(load);
        }
        assertTrue(bighammer.log().contains("was stopped by a signal (SIGSTOP)"));
    }

    @Test
    void whatAStoppedWorkerAnswersLaterReachesNobody(Installation bighammer) {
        stopAndContinue(bighammer, 10_000);
    }

    @Test
    @Tag("long")
    void whatAStoppedWorkerAnswersLaterReachesNobodyInAMillionRequests(Installation bighammer) {
        stopAndContinue(bighammer, 1_000_000);
    }

    /** Each worker is stopped for about as long as it takes to be suspected, so that some go on before and some after. */
    private static void stopAndContinue(Installation bighammer, int requests) {
        begin(bighammer);
        try (Load load = load(bighammer)) {
            for (int round = 0; load.answered(200) < requests; round++) {
                List<RunningProcess> workers = bighammer.workersOf("echo_service.php");
                if (!workers.isEmpty()) {
                    long pid = workers.get(round % workers.size()).pid();
                    bighammer.bash("kill -STOP " + pid);
                    pause(Duration.ofMillis(200 + 100 * (round % 8)));
                    bighammer.bash("kill -CONT " + pid);
                }
                pause(SECOND);
            }
            assertUnharmed(load);
        }
    }

    @Test
    void aServiceThatAlwaysEndsIsACrashLoopAndHarmsNoOther(Installation bighammer) {
        bighammer.write("Develop/ends.php", "<?php exit(3);");
        bighammer.replace(
                "config/services.json",
                "\"services\": [",
                "\"services\": [{\"name\": \"ends\", \"path\": \"/Develop/ends.php\"},");
        begin(bighammer);
        try (Load load = load(bighammer)) {
            Await.until(
                    "the state is said",
                    () -> bighammer.duang("status").output().contains("CRASH_LOOP"));
            assertUnharmed(load);
        }
        bighammer
                .duang("status")
                .says("ends#1 is in a crash loop", "exit code 3")
                .endedWith(1);
    }

    @Test
    void aPostWhoseWorkerDiesIsExecutedAtMostOnce(Installation bighammer) throws Exception {
        begin(bighammer);
        Set<String> served = new HashSet<>();
        for (int id = 0; id < 150; id++) {
            if (id % 30 == 15) {
                bighammer.workersOf("echo_service.php").forEach(RunningProcess::kill);
            }
            int status = bighammer.client().send("POST", "/echo?id=" + id).statusCode();
            assertTrue(Set.of(200, 502, 503).contains(status), "status " + status);
            if (status == 200) {
                served.add(Integer.toString(id));
            }
        }
        List<String> begun = Files.readAllLines(bighammer.file("Develop/journal.txt"));
        assertEquals(begun.size(), Set.copyOf(begun).size(), "each is begun once at most");
        assertTrue(begun.containsAll(served));
    }

    @Test
    void aReloadByHandTellsItsOutcome(Installation bighammer) {
        begin(bighammer);
        Set<Long> before = pids(bighammer);
        bighammer.duang("reload", "echo").succeeded().says("echo: new workers serve");
        Await.until("the old workers are gone", () -> pids(bighammer).stream().noneMatch(before::contains));
        bighammer.duang("reload", "ehco").says("there is no service ehco").endedWith(1);
    }

    private interface Fault {
        void happens(int round);
    }

    private static void everySecond(Installation bighammer, int times, Fault fault) {
        begin(bighammer);
        try (Load load = load(bighammer)) {
            for (int round = 0; round < times; round++) {
                fault.happens(round);
                pause(SECOND);
            }
            assertUnharmed(load);
        }
    }

    private static void begin(Installation bighammer) {
        bighammer.copy("services/echo_service.php", CODE);
        bighammer.replace(
                "config/services.json",
                "\"services\": [",
                "\"services\": [{\"name\": \"echo\", \"path\": \"/" + CODE + "\", \"instances\": 2},");
        bighammer.replace(
                "config/router.json", "\"routes\": [", "\"routes\": [{\"path\": \"/echo\", \"handler\": \"echo\"},");
        bighammer.start();
    }

    private static Load load(Installation bighammer) {
        Load load = Load.begin(bighammer.port(), "/echo", CLIENTS, (id, answer) -> answer.body()
                .contains("\"request\":\"" + id + "\""));
        Await.until("there is load", () -> load.answered(200) > 100);
        return load;
    }

    private static void assertUnharmed(Load load) {
        long before = load.answered(200);
        Await.until("there still is load", () -> load.answered(200) > before + 100);
        assertEquals(Set.of(200), load.statuses());
        assertEquals(Set.of(), load.wrong());
        assertEquals(Set.of(), load.lost());
    }

    private static String good(Installation bighammer, int version) {
        return bighammer.read(CODE).replaceAll("'version' => \\d+", "'version' => " + version);
    }

    /** As an editor does, in one step. */
    private static void save(Installation bighammer, String code) {
        try {
            Path saved = Files.writeString(bighammer.file(CODE + ".saved"), code);
            Files.move(saved, bighammer.file(CODE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitVersion(Installation bighammer, int version) {
        Await.until(
                "version " + version + " is served",
                () -> bighammer.client().get("/echo").body().contains("\"version\":" + version));
    }

    private static Set<Long> pids(Installation bighammer) {
        Set<Long> pids = new HashSet<>();
        bighammer.workersOf("echo_service.php").forEach(worker -> pids.add(worker.pid()));
        return pids;
    }

    /** The time between two faults is part of what is tested. */
    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError("The test was ended", e);
        }
    }
}
