package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Slips in the configuration of a gateway that runs: nothing changes, and it is said what is wrong. */
@ExtendWith(InstallationParameter.class)
final class RefusedChangeTest {

    @Test
    void aServiceIsNotLostByASlipInItsPathOrName(Installation bighammer) {
        bighammer.start();
        bighammer.replace("config/services.json", "example_service.php", "exmaple_service.php");
        bighammer.awaitLog("the service example cannot run: there is no file \"/Develop/exmaple_service.php\"");
        assertServed(bighammer);
        bighammer.duang("check").endedWith(1).says("the service example cannot run");
        bighammer.replace("config/services.json", "exmaple_service.php", "example_service.php");
        bighammer.replace("config/services.json", "\"example\"", "\"sample\"");
        bighammer.awaitLog("the service example is no more in services.json");
        bighammer.duang("status").endedWith(1).says("change refused", "config/router.json:");
        assertServed(bighammer);
        bighammer.replace("config/services.json", "\"sample\"", "\"example\"");
        Await.until("all is well", () -> bighammer.duang("status").code() == 0);
        assertServed(bighammer);
    }

    @Test
    void aRestartLeavesTheGatewayAloneWhenTheConfigurationHasErrors(Installation bighammer) {
        bighammer.start();
        long pid = bighammer.gatewayPid();
        bighammer.replace("config/router.json", "\"routes\"", "\"ruotes\"");

        bighammer.bash("./duang.sh restart 2>/dev/null").endedWith(1).says("did you mean \"routes\"?", "left alone");

        assertEquals(pid, bighammer.gatewayPid());
        assertServed(bighammer);
        bighammer.duang("help").succeeded().says("restart           check, then stop and start");
    }

    @Test
    void aSlipInTheSettingsOfAPluginIsFoundWithoutAStart(Installation bighammer) {
        bighammer.replace("config/plugins.json", "\"rate\"", "\"rat\"");
        bighammer.replace("config/plugins.json", "\"json\"", "\"xml\"");

        bighammer
                .duang("check")
                .endedWith(1)
                .says(
                        "config.rat: unknown key; did you mean \"rate\"?",
                        "config.format: must be \"json\" or \"combined\"");
    }

    @Test
    void whatIsOnlyAWarningLeavesTheStatusWell(Installation bighammer) {
        bighammer.write("config/router.json", """
                {"routes": [{"path": "/api/example", "handler": "example"}]}
                """);
        bighammer.start().says("WARN", "ratelimit is on no route");
        bighammer.duang("status").endedWith(0).says("ratelimit is on no route");
    }

    private static void assertServed(Installation bighammer) {
        assertEquals(200, bighammer.client().get("/api/example").statusCode());
    }
}
