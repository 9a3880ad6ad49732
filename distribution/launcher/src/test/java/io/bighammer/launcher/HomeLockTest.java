package io.bighammer.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    @TempDir
    Path home;

    @BeforeEach
    void makeRuntime() throws IOException {
        Files.createDirectory(home.resolve("runtime"));
    }

    @Test
    void theLockNamesItsHolder() throws IOException {
        HomeLock lock = HomeLock.take(home).orElseThrow();
        assertEquals(String.valueOf(ProcessHandle.current().pid()), HomeLock.holder(home));
        lock.close();
    }

    @Test
    void theLockIsFreeAgainAfterItsEnd() throws IOException {
        HomeLock.take(home).orElseThrow().close();
        assertEquals("", HomeLock.holder(home));
        HomeLock.take(home).orElseThrow().close();
    }

    @Test
    void anotherProcessDoesNotGetALockThatIsHeld() throws Exception {
        HomeLock lock = HomeLock.take(home).orElseThrow();
        // Twice: the loser must leave the file as it was. Not read here, because that would release the lock.
        String held = "held by " + ProcessHandle.current().pid();
        assertEquals(held, takeInAnotherProcess());
        assertEquals(held, takeInAnotherProcess());
        lock.close();
        assertEquals("taken", takeInAnotherProcess());
    }

    private String takeInAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Taker.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return new String(process.getInputStream().readAllBytes());
    }

    static final class Taker {
        public static void main(String[] args) throws IOException {
            Path home = Path.of(args[0]);
            System.out.print(HomeLock.take(home).isPresent() ? "taken" : "held by " + HomeLock.holder(home));
        }
    }

    @Test
    void theStartTimeIsTheOneThatTheSystemTells() throws IOException {
        HomeLock lock = HomeLock.take(home).orElseThrow();
        String start = Files.readString(home.resolve("runtime/lock")).trim().split(" ")[1];
        assertFalse(start.isEmpty());
        if (Files.exists(Path.of("/proc/self/stat"))) {
            assertTrue(Files.readString(Path.of("/proc/self/stat")).contains(" " + start + " "));
        }
        lock.close();
    }
}
