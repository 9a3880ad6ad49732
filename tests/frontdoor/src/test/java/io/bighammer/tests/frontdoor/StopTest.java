package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InstallationParameter.class)
final class StopTest {

    @Test
    void underLoadEveryRequestThatWasReadIsAnswered(Installation bighammer) {
        bighammer.copy("services/slow_service.php", "Develop/slow_service.php");
        bighammer.write("config/services.json", """
                {"services": [
                    {"name": "slow", "path": "/Develop/slow_service.php", "instances": 2},
                    {"name": "example", "path": "/Develop/example_service.php", "instances": 2}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [
                    {"path": "/slow", "method": "GET", "handler": "slow", "plugins": []},
                    {"path": "/fast", "method": "GET", "handler": "example", "plugins": ["logger"]}]}
                """);
        bighammer.start();
        Load slow = Load.begin(bighammer.port(), "/slow", 20);
        Load fast = Load.begin(bighammer.port(), "/fast", 8);
        try (slow;
                fast) {
            Await.until("there is load", () -> slow.answered(200) > 20 && fast.answered(200) > 200);
            bighammer.stop();
            slow.awaitEnd();
            fast.awaitEnd();
        }
        assertEquals(Set.of(), slow.lost());
        assertEquals(Set.of(), fast.lost());
        assertEquals(Set.of(200), slow.statuses());
        assertEquals(Set.of(200), fast.statuses());
        assertNothingIsLeft(bighammer);
    }

    private static void assertNothingIsLeft(Installation bighammer) {
        assertEquals(List.of(), bighammer.processes());
        try (Stream<Path> files = Files.list(bighammer.file("runtime"))) {
            assertEquals(
                    Set.of(),
                    Set.copyOf(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".pid") || name.endsWith(".sock"))
                            .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProcessOfSomebodyElseInThePidFilesIsNotTouched(Installation bighammer) throws IOException {
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            bighammer.write("runtime/duangMain.pid", stranger.pid() + "\n");
            bighammer.write("runtime/duangBussiness.pid", stranger.pid() + "\n");
            bighammer.write("runtime/lock", stranger.pid() + " " + startTime(stranger) + "\n");

            bighammer.duang("status").endedWith(3);
            bighammer.stop().says("not running");
            assertTrue(stranger.isAlive());

            bighammer.write("runtime/duangMain.pid", stranger.pid() + "\n");
            bighammer.start();
            bighammer.stop();
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly();
        }
    }

    /** In the kernel's ticks, as runtime/lock has it: the 22nd field of /proc/PID/stat. */
    private static String startTime(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    }

    @Test
    void aSecondStopFindsNothingToDo(Installation bighammer) {
        bighammer.start();
        bighammer.stop();
        bighammer.stop().says("not running");
    }
}
