package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Services that ask services, each with one worker. */
@ExtendWith(InstallationParameter.class)
final class ServiceCallTest {

    @Test
    void aPhpServiceAsksAPythonOneWhichAsksANodeOne(Installation bighammer) {
        begin(bighammer);
        try (Load load = Load.begin(bighammer.port(), "/first", 8, ServiceCallTest::wentAllTheWay)) {
            Await.until("all clients were served again and again", () -> load.answered(200) > 2_000);
            assertEquals(Set.of(), load.wrong());
            assertEquals(Set.of(), load.lost());
            assertEquals(Set.of(200), load.statuses());
        }
    }

    /** The id of the request goes with it from service to service. */
    private static boolean wentAllTheWay(String id, Answer answer) {
        return answer.body().contains("\"path\":[\"php\",\"python\",\"node\"]")
                && answer.body().contains("\"ids\":[\"%1$s\",\"%1$s\",\"%1$s\"]".formatted(id));
    }

    @Test
    void aCircleIsRefusedAndNotWaitedFor(Installation bighammer) {
        begin(bighammer);
        assertEquals(500, bighammer.client().get("/circle").statusCode());
        bighammer.awaitLog("waits for this call itself");
        assertEquals(200, bighammer.client().get("/first").statusCode());
    }

    private static void begin(Installation bighammer) {
        for (String file : Set.of("first.php", "second.py", "third.js")) {
            bighammer.copy("services/" + file, "Develop/" + file);
        }
        bighammer.write("config/services.json", """
                {"services": [
                    {"name": "first", "path": "/Develop/first.php"},
                    {"name": "second", "path": "/Develop/second.py"},
                    {"name": "third", "path": "/Develop/third.js"}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [
                    {"path": "/first", "handler": "first"},
                    {"path": "/circle", "handler": "first.circle"}]}
                """);
        bighammer.start();
    }
}
