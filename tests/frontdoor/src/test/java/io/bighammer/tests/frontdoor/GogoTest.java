package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shell of the running gateway. */
@ExtendWith(InstallationParameter.class)
final class GogoTest {
    private static final Pattern AUTH = Pattern.compile("auth\\.jar +(\\d+)");

    @Test
    void theShellShowsWhatRunsAndItsExitCodeTellsHowItWent(Installation bighammer) {
        bighammer.duang("shell", "bighammer:plugins").endedWith(3).says("not running");
        bighammer.start();

        bighammer.duang("shell", "bighammer:plugins").succeeded().says("auth.jar", "the door's");
        bighammer.duang("shell", "routes", "private").succeeded().says("/api/private  0         logger,auth");
        bighammer.duang("shell", "bighammer:services").succeeded().says("example  ready");
        bighammer.duang("shell", "workers").succeeded().says("example#2");
        bighammer.duang("shell", "generation").succeeded().says("Generation 1 is in force");
        bighammer
                .duang("shell", "explain GET '/api/private?x=1'")
                .succeeded()
                .says("plugin 2  auth", "service   example");
        bighammer.duang("shell", "reload example").succeeded().says("example: new workers serve");
        bighammer.duang("shell", "lb").succeeded().says("BigHammer: core");
        bighammer.duang("shell", "scr:list").succeeded().says("io.bighammer.core.life.Lifecycle");
        bighammer.duang("shell", "reload nothing").endedWith(1).says("there is no service nothing");
        bighammer.duang("shell", "explain GET").endedWith(2).says("explain METHOD URL");
        bighammer.duang("shell", "scr:enable nosuch").endedWith(2).says("There is no component nosuch");
        bighammer.duang("shell", "update auth").endedWith(2).says("update auth.jar");
        bighammer
                .duang("shell", "help explain")
                .succeeded()
                .says("explain - the route that would serve a request", "METHOD URL");
        bighammer.duang("shell", "help workers").succeeded().says("workers - how the workers are");
        bighammer.duang("shell", "dance").endedWith(2).says("Command not found");
        bighammer
                .bash("printf 'x = gene\\n${x}ration\\nplugins\\ndance\\n' | ./duang.sh shell")
                .endedWith(2)
                .says("ratelimit");
    }

    @Test
    void aPartOfTheGatewayItselfIsNotTakenOutOfIt(Installation bighammer) {
        bighammer.start();
        for (String command : new String[] {
            "update io.bighammer.http",
            "felix:stop io.bighammer.http",
            "uninstall io.bighammer.core",
            "refresh io.bighammer.api",
            "stop 0",
            "felix:frameworklevel 1",
            "bundlelevel -s 9 1",
            "scr:disable io.bighammer.core.life.Lifecycle"
        }) {
            bighammer.duang("shell", command).endedWith(1).says("./duang.sh");
        }
        bighammer.duang("shell", "bighammer:update core.jar").endedWith(2).says("are not updated while it runs");
        assertEquals(200, bighammer.client().get("/api/example").statusCode());
        bighammer.duang("status").succeeded();
    }

    @Test
    void noRequestPassesAPluginThatIsStoppedOrUninstalledByHand(Installation bighammer) {
        bighammer.start();
        Load load = Load.begin(bighammer.port(), "/api/private", 4);
        try (load) {
            Await.until("auth refuses", () -> load.answered(401) > 50);
            String bundle = bundleOfAuth(bighammer);
            bighammer.duang("shell", "stop " + bundle).succeeded();
            awaitMore(load, 503);
            bighammer.duang("shell", "start " + bundle).succeeded();
            awaitMore(load, 401);
            bighammer.duang("shell", "update " + bundle).succeeded().says("auth.jar is in use");
            bundle = bundleOfAuth(bighammer);
            bighammer
                    .duang(
                            "shell",
                            "update " + bundle + " "
                                    + bighammer.file("plugins/auth.jar").toUri())
                    .succeeded();
            awaitMore(load, 401);
            bighammer.duang("shell", "uninstall " + bundle).succeeded();
            awaitMore(load, 503);
            bighammer.duang("shell", "bighammer:update auth.jar").succeeded();
            awaitMore(load, 401);
        }
        assertEquals(Set.of(), load.lost());
        assertTrue(Set.of(401, 503).containsAll(load.statuses()), () -> "answers: " + load.statuses());
        bighammer.duang("restart").succeeded();
        assertEquals(401, bighammer.client().get("/api/private").statusCode());
    }

    private static void awaitMore(Load load, int status) {
        long before = load.answered(status);
        Await.until("answers are " + status, () -> load.answered(status) > before + 50);
    }

    /** Once the bundle that was there before is gone. */
    private static String bundleOfAuth(Installation bighammer) {
        List<String> found = new ArrayList<>();
        Await.until("there is one bundle of auth.jar", () -> {
            String plugins = bighammer.duang("shell", "plugins").succeeded().output();
            found.clear();
            AUTH.matcher(plugins).results().forEach(line -> found.add(line.group(1)));
            return found.size() == 1;
        });
        return found.get(0);
    }
}
