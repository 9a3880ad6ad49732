package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.tests.frontdoor.plugin.RefusingPlugin;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plugins are replaced while requests go through them: none fails, none passes without, none passes two. */
@ExtendWith(InstallationParameter.class)
final class PluginSwapTest {

    @Test
    void aPluginIsReplacedUnderLoad(Installation bighammer) {
        Stamped stamped = Stamped.start(bighammer);
        Load load = stamped.load(16);
        try (load) {
            for (int version = 2; version <= 9; version++) {
                int next = version;
                stamped.inForce(() -> stamped.put(next));
            }
        }
        Stamped.assertNothingLost(load);
        stamped.awaitVersion(9);
    }

    @Test
    void aVersionThatIsNoGoodLeavesTheOldOneServing(Installation bighammer) throws Exception {
        Stamped stamped = Stamped.start(bighammer);
        Load load = stamped.load(4);
        try (load) {
            stamped.put(2, RefusingPlugin.class);
            String refusal = "Plugin refused: plugins/moon.jar";
            bighammer.awaitLog(refusal);
            stamped.writeRoutes(", {\"path\": \"/x\", \"handler\": \"example\"}");
            Await.until(
                    "what else changes is in force",
                    () -> bighammer.client().get("/x").statusCode() == 200);
            assertEquals(
                    2,
                    bighammer.log().split(refusal, -1).length,
                    "the refusal is to be logged once:\n" + bighammer.log());
            Files.write(stamped.jar(), new byte[] {'P', 'K', 3, 4, 0});
            bighammer.awaitLog("moon.jar: not a whole jar");
            bighammer.duang("status").endedWith(1).says("moon.jar: not a whole jar", "the version before it stays");
            stamped.inForce(() -> stamped.put(3));
        }
        Stamped.assertNothingLost(load);
        bighammer.duang("status").endedWith(0);
    }
}
