package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.tests.frontdoor.plugin.StampingPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kill -9} of the gateway while plugins are replaced, come and go: after the next start exactly the jars of the folder run. */
@ExtendWith(InstallationParameter.class)
final class KilledSwapTest {

    @Test
    void afterKillsInTheMiddleOfASwapTheFolderRuns(Installation bighammer) {
        killAndStart(bighammer, 5);
    }

    @Test
    @Tag("long")
    @Timeout(value = 45, unit = TimeUnit.MINUTES)
    void afterAHundredKillsInTheMiddleOfASwapTheFolderRuns(Installation bighammer) {
        killAndStart(bighammer, 100);
    }

    private static void killAndStart(Installation bighammer, int times) {
        Random random = new Random(times);
        Stamped stamped = Stamped.start(bighammer);
        Swaps swaps = new Swaps(bighammer.file("plugins"));
        for (int n = 0; n < times; n++) {
            int generation = stamped.generation();
            Thread swapping = swaps.begin();
            Await.until("there are swaps", () -> stamped.generation() != generation);
            LockSupport.parkNanos(random.nextInt(1_000_000_000)); // any moment will do
            ProcessHandle.of(bighammer.gatewayPid()).orElseThrow().destroyForcibly();
            swaps.end(swapping);
            Await.until("all has ended", () -> bighammer.processes().isEmpty());

            bighammer.start();

            assertEquals(List.copyOf(PluginJars.ofFolder(bighammer)), PluginJars.running(bighammer), "after kill " + n);
            try (Load load = stamped.load(1)) {
                assertTrue(load.wrong().isEmpty(), () -> load.wrong().toString());
            }
        }
    }

    /** Replaces one plugin and has another come and go, as fast as the disk takes it. */
    private static final class Swaps {
        private final Path folder;
        private volatile boolean ending;
        private int version;

        Swaps(Path folder) {
            this.folder = folder;
        }

        Thread begin() {
            ending = false;
            Thread thread = new Thread(this::swap, "swaps");
            thread.start();
            return thread;
        }

        void end(Thread thread) {
            ending = true;
            Await.until("the swaps have ended", () -> !thread.isAlive());
        }

        private void swap() {
            while (!ending) {
                version++;
                PluginBundle.of("moon", StampingPlugin.class).version(version).writeTo(folder.resolve("moon.jar"));
                Path star = folder.resolve("star.jar");
                if (version % 3 == 0) {
                    delete(star);
                } else {
                    PluginBundle.of("star", StampingPlugin.class)
                            .version(version)
                            .writeTo(star);
                }
                // FileInstall takes a file for whole when it has stayed the same between two looks.
                LockSupport.parkNanos(700_000_000);
            }
        }

        private static void delete(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
