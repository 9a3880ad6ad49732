package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.tests.frontdoor.plugin.StampingPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Felix's own commands do to a plugin under load: what is not there answers 503, and no request passes without it. */
@ExtendWith(InstallationParameter.class)
final class HandMadeChangeTest {
    private static final String BUNDLE = StampingPlugin.class.getName();

    @Test
    void noRequestPassesAPluginThatIsTakenAwayByHand(Installation bighammer) {
        Stamped.start(bighammer);
        Load load = Load.begin(
                bighammer.port(),
                "/",
                8,
                (id, answer) -> answer.status() == 503 || Stamped.isStampedOnce(answer),
                Stamped.KEY);
        try (load) {
            awaitMore(load, 200);
            for (int round = 0; round < 3; round++) {
                shell(bighammer, "felix:stop " + BUNDLE);
                awaitMore(load, 503);
                shell(bighammer, "felix:start " + BUNDLE);
                awaitMore(load, 200);
                shell(bighammer, "scr:disable " + BUNDLE);
                awaitMore(load, 503);
                shell(bighammer, "scr:enable " + BUNDLE);
                awaitMore(load, 200);
                shell(
                        bighammer,
                        "felix:update " + BUNDLE + " "
                                + bighammer.file("plugins/moon.jar").toUri());
                awaitMore(load, 200);
                shell(bighammer, "felix:uninstall " + BUNDLE);
                awaitMore(load, 503);
                shell(bighammer, "bighammer:update moon.jar");
                awaitMore(load, 200);
            }
            shell(bighammer, "felix:uninstall " + BUNDLE);
            awaitMore(load, 503);
        }
        assertEquals(Set.of(), load.wrong());
        assertEquals(Set.of(), load.lost());
        assertEquals(Set.of(200, 503), load.statuses());

        bighammer.duang("restart").succeeded();

        assertEquals(List.copyOf(PluginJars.ofFolder(bighammer)), PluginJars.running(bighammer));
        bighammer.duang("status").endedWith(0);
    }

    @Test
    void whatComesChangesAndGoesIsToldOnceHoweverManyRoutesHaveIt(Installation bighammer) throws IOException {
        Stamped stamped = Stamped.start(bighammer);
        bighammer.awaitLog("Plugin moon: 1.0.0 is loaded");
        stamped.put(2);
        bighammer.awaitLog("Plugin moon: 2.0.0 has replaced 1.0.0");
        stamped.inForce(() -> stamped.writeRoutes(", {\"path\": \"/x\", \"plugins\": [\"moon\"]}"));

        Files.delete(stamped.jar());

        bighammer.awaitLog("Plugin moon: unloaded");
        String where = "config/router.json:2: routes[0].plugins[2]: plugin moon is not there: ";
        bighammer.duang("status").endedWith(1).says(where, "; 2 places name it");
        String explanation =
                bighammer.duang("shell", "explain GET /x").succeeded().output();
        assertTrue(explanation.contains("moon: 503, plugin moon is not there: no jar"), explanation);
    }

    @Test
    void ofTwoJarsWithOnePluginTheFirstOneStaysOverARestart(Installation bighammer) {
        Stamped.start(bighammer);
        String refusal = "plugins/a-moon.jar: plugin moon is already in moon.jar; remove one of the two";
        PluginBundle.of("moon", StampingPlugin.class).version(2).writeTo(bighammer.file("plugins/a-moon.jar"));
        bighammer.awaitLog(refusal);

        bighammer.stop();
        bighammer.start().says(refusal);

        bighammer.duang("status").endedWith(1).says(refusal);
        assertTrue(PluginJars.running(bighammer).contains("moon.jar 1.0.0 runs"));
    }

    private static void shell(Installation bighammer, String command) {
        bighammer.duang("shell", command).succeeded();
    }

    private static void awaitMore(Load load, int status) {
        long before = load.answered(status);
        Await.until("answers are " + status, () -> load.answered(status) > before + 50);
    }
}
