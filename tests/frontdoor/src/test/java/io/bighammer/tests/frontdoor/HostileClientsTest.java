package io.bighammer.tests.frontdoor;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that mean harm have lost their connections after 15 s, and a normal one is answered all the while. */
@Tag("long")
@ExtendWith(InstallationParameter.class)
final class HostileClientsTest {

    @Test
    void twoThousandThatSendAByteOfAHeadEachSecond(Installation bighammer) {
        bighammer.start();
        attack(bighammer, "heads", "2000");
    }

    @Test
    void fiftyThatCancelAThousandRequestsASecond(Installation bighammer) {
        bighammer.start();
        attack(bighammer, "resets", "50");
    }

    /** All of their answers fit into the memory for bodies, so that the one worker is free for the normal client. */
    @Test
    void sevenThatTakeNothingOfTheOnlyWorker(Installation bighammer) {
        bighammer.copy("services/count_service.php", "Develop/count_service.php");
        serve(bighammer, "/Develop/count_service.php", "count.stream");
        attack(bighammer, "readers", "7", "--path", "/count", "--hostile-path", "/large?bytes=6000000");
    }

    @Test
    void fiftyThatTakeNothingOfAWorkerThatDoesManyThingsAtATime(Installation bighammer) {
        bighammer.write("Develop/many.py", """
                LARGE = b"x" * 4_000_000


                async def handle(request):
                    return LARGE if request.path == "/large" else "small"
                """);
        serve(bighammer, "/Develop/many.py", "count");
        attack(bighammer, "readers", "50", "--path", "/count", "--hostile-path", "/large");
    }

    private static void serve(Installation bighammer, String program, String large) {
        bighammer.write("config/services.json", """
                {"services": [{"name": "count", "path": "%s"}]}
                """.formatted(program));
        bighammer.write("config/router.json", """
                {"routes": [{"path": "/count", "handler": "count"}, {"path": "/large", "handler": "%s"}]}
                """.formatted(large));
        bighammer.start();
    }

    private static void attack(Installation bighammer, String kind, String clients, String... more) {
        String[] options = new String[6 + more.length];
        System.arraycopy(new String[] {"--kind", kind, "--clients", clients, "--seconds", "15"}, 0, options, 0, 6);
        System.arraycopy(more, 0, options, 6, more.length);
        Bench.run("hostile.py", bighammer.port(), options);
    }
}
