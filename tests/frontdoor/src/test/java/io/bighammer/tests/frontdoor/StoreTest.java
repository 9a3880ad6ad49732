package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The key/value store, as workers call it. */
@ExtendWith(InstallationParameter.class)
final class StoreTest {
    private static final String FILE = "config/data.json";

    @Test
    void workersShareValuesThatOutliveARestart(Installation bighammer) {
        bighammer.copy("services/storing_service.php", "Develop/storing_service.php");
        bighammer.copy("services/storing_service.py", "Develop/storing_service.py");
        bighammer.write("config/services.json", """
                {"services": [
                    {"name": "php", "path": "/Develop/storing_service.php", "instances": 2},
                    {"name": "python", "path": "/Develop/storing_service.py"}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [
                    {"path": "/php", "method": "GET", "handler": "php"},
                    {"path": "/python", "method": "GET", "handler": "python"}]}
                """);
        assertFalse(Files.exists(bighammer.file(FILE)), "values of the store come with the tar.gz");
        bighammer.start();

        assertEquals("1 from nobody", visit(bighammer, "/php"));
        assertEquals("2 from PHP", visit(bighammer, "/python"));
        assertEquals("3 from Python", visit(bighammer, "/php"));
        bighammer.duang("restart").succeeded();
        assertTrue(Files.exists(bighammer.file(FILE)), "there is no " + FILE);
        assertEquals("4 from PHP", visit(bighammer, "/python"));

        bighammer.write("config/services.json", """
                {"services": [{"name": "store", "path": "/Develop/storing_service.php"}]}
                """);
        bighammer.duang("check").endedWith(1).says("config/services.json:1", "the gateway's own");
    }

    private static String visit(Installation bighammer, String path) {
        return bighammer.client().get(path).body();
    }
}
