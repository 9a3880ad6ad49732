package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.bighammer.tests.frontdoor.plugin.TellingPlugin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets from the environment and from files, in all configuration files: whatever is asked, nobody is told them. */
@ExtendWith(InstallationParameter.class)
final class MaskedValuesTest {
    private static final String SECRET = "geheim-7b1f0c5e93d24a68";

    private final List<String> told = new ArrayList<>();

    @Test
    void aSecretIsShownNowhere(Installation bighammer) {
        configure(bighammer);

        told.add(bighammer.start().says("WARN", "the key of this plugin is ***").output());

        assertEquals(404, bighammer.client().get("/shut").statusCode());
        assertEquals(200, bighammer.client().get("/shut", "X-Key", SECRET).statusCode());
        ask(bighammer);
        refusedChanges(bighammer);
        bighammer.replace("config/services.json", "\"instances\": 2", "\"instances\": 2, \"queue\": \"${env:DIGITS}\"");
        tell(bighammer, "diff");
        told.add(bighammer.log());
        told.add(bighammer.read("runtime/status.json"));

        told.forEach(text -> assertFalse(text.contains(SECRET), text));
    }

    private static void configure(Installation bighammer) {
        bighammer.set("SECRET", SECRET);
        bighammer.set("DIGITS", "4711");
        bighammer.write("config/secret.txt", SECRET + "\n");
        PluginBundle.of("telling", TellingPlugin.class).writeTo(bighammer.file("plugins/telling.jar"));
        bighammer.replace("config/config.json", "user:password@", "user:${env:SECRET}@");
        bighammer.write("config/router.json", """
                {"routes": [{"path": "/shut", "headers": {"X-Key": "${env:SECRET}"}, "handler": "example", "plugins": ["telling"]}]}
                """);
        bighammer.write("config/plugins.json", """
                {"plugins": [{"name": "telling", "config": {"key": "${file:/config/secret.txt}"}}]}
                """);
        bighammer.replace(
                "config/services.json",
                "\"instances\"",
                "\"env\": {\"PASSWORD\": \"${env:SECRET}\"}, \"token\": \"${env:SECRET}\", \"instances\"");
    }

    private void ask(Installation bighammer) {
        tell(bighammer, "status");
        tell(bighammer, "diff");
        tell(bighammer, "check");
        for (String command : List.of("routes", "plugins", "services", "workers", "generation", "explain GET /shut")) {
            tell(bighammer, "shell", "bighammer:" + command);
        }
    }

    /** Each of them quotes the secret in its reason. */
    private void refusedChanges(Installation bighammer) {
        String good = bighammer.read("config/plugins.json");
        bighammer.replace("config/plugins.json", "secret.txt}\"", "secret.txt}\", \"patient\": false");
        bighammer.awaitLog("nobody guesses ***");
        tell(bighammer, "status");
        bighammer.write("config/plugins.json", good.replace("secret.txt}", "secret.txt}!"));
        bighammer.awaitLog("*** is too loud");
        tell(bighammer, "status");
        bighammer.write("config/plugins.json", good);
        String services = bighammer.read("config/services.json");
        bighammer.replace("config/services.json", "\"instances\": 2", "\"instances\": \"${env:SECRET}\"");
        bighammer.awaitLog("must be a whole number from 0 to 1024, not \"***\"");
        tell(bighammer, "check");
        tell(bighammer, "diff");
        bighammer.write("config/services.json", services);
        Await.until("all is well", () -> !bighammer.duang("status").output().contains("refused"));
    }

    private void tell(Installation bighammer, String... command) {
        told.add(bighammer.duang(command).output());
    }
}
