package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.api.Plugin;
import io.bighammer.tests.frontdoor.plugin.RefusingPlugin;
import io.bighammer.tests.frontdoor.plugin.StampingPlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plugins are replaced while requests go through them: none fails, none passes without, none passes two. */
@ExtendWith(InstallationParameter.class)
final class PluginSwapTest {
    private static final Pattern IN_FORCE = Pattern.compile("Generation (\\d+) is in force");
    private static final Pattern STAMP = Pattern.compile("\r\nX-Stamp: seen\r\n");

    @Test
    void aPluginIsReplacedUnderLoad(Installation bighammer) throws Exception {
        replaceUnderLoad(bighammer, 8);
    }

    @Test
    @Tag("long")
    void aPluginIsReplacedUnderLoadThreeHundredTimes(Installation bighammer) throws Exception {
        replaceUnderLoad(bighammer, 300);
    }

    private static void replaceUnderLoad(Installation bighammer, int times) throws Exception {
        start(bighammer);
        Load load = Load.begin(bighammer.port(), "/", 16, PluginSwapTest::isStampedOnce);
        try (load) {
            Await.until("there is load", () -> load.answered(200) > 200);
            for (int version = 2; version <= times + 1; version++) {
                int generation = generation(bighammer);
                put(bighammer, version, StampingPlugin.class);
                Await.until("the new version is in force", () -> generation(bighammer) > generation);
            }
        }
        assertNothingLost(load);
    }

    @Test
    void aVersionThatIsNoGoodLeavesTheOldOneServing(Installation bighammer) throws Exception {
        start(bighammer);
        Load load = Load.begin(bighammer.port(), "/", 4, PluginSwapTest::isStampedOnce);
        try (load) {
            Await.until("there is load", () -> load.answered(200) > 100);
            put(bighammer, 2, RefusingPlugin.class);
            bighammer.awaitLog("the moon is not full");
            bighammer.replace(
                    "config/router.json", "\"moon\"]}", "\"moon\"]}, {\"path\": \"/x\", \"handler\": \"example\"}");
            Await.until(
                    "what else changes is in force",
                    () -> bighammer.client().get("/x").statusCode() == 200);
            assertEquals(
                    2,
                    bighammer.log().split("the moon is not full", -1).length,
                    "the refusal is to be logged once:\n" + bighammer.log());
            Files.write(bighammer.file("plugins/moon.jar"), new byte[] {'P', 'K', 3, 4, 0});
            bighammer.awaitLog("moon.jar: not a whole jar");
            bighammer.duang("status").endedWith(1).says("moon.jar: not a whole jar", "the version before it stays");
            int generation = generation(bighammer);
            put(bighammer, 3, StampingPlugin.class);
            Await.until("the good version is in force", () -> generation(bighammer) > generation);
        }
        assertNothingLost(load);
        bighammer.duang("status").endedWith(0);
    }

    private static void start(Installation bighammer) throws Exception {
        put(bighammer, 1, StampingPlugin.class);
        bighammer.write("config/router.json", """
                {"routes": [{"path": "/", "handler": "example", "plugins": ["logger", "moon"]}]}
                """);
        bighammer.write("config/plugins.json", """
                {"plugins": []}
                """);
        bighammer.start();
    }

    /** As cp and mv do it: the jar is never half there. */
    private static void put(Installation bighammer, int version, Class<? extends Plugin> plugin) throws Exception {
        Path made = bighammer.file("runtime/next.jar");
        PluginBundle.write(made, "moon", plugin, version + ".0.0");
        Files.move(made, bighammer.file("plugins/moon.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static int generation(Installation bighammer) {
        return IN_FORCE.matcher(bighammer.log())
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .reduce(0, (first, second) -> second);
    }

    private static boolean isStampedOnce(String id, Answer answer) {
        return STAMP.matcher(answer.head()).results().count() == 1;
    }

    private static void assertNothingLost(Load load) {
        assertEquals(Set.of(), load.wrong());
        assertEquals(Set.of(), load.lost());
        assertEquals(Set.of(200), load.statuses());
        assertTrue(load.answered(200) > 0);
    }
}
