package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.tests.frontdoor.plugin.DatabasePlugin;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database of {@code database_url}, with a real server. */
@ExtendWith(InstallationParameter.class)
final class DatabaseTest {

    @Test
    void aPluginGoesOnWithADatabaseThatWasAwayWithoutARestart(Installation bighammer) {
        PluginBundle.of("rows", DatabasePlugin.class, DataSource.class).writeTo(bighammer.file("plugins/rows.jar"));
        bighammer.write("config/router.json", """
                {"routes": [
                    {"path": "/rows", "method": "GET", "plugins": ["rows"]},
                    {"path": "/open", "method": "GET", "handler": "example"}]}
                """);
        try (Postgres database = new Postgres()) {
            bighammer.replace("config/config.json", "postgres://user:password@localhost/dbname", database.url());
            bighammer.start();
            assertRefused(bighammer.client().get("/rows").statusCode());

            database.start();
            awaitRows(bighammer);
            Load load = Load.begin(bighammer.port(), "/rows", 4);
            try (load) {
                Await.until("there is load", () -> load.answered(200) > 100);
                database.stop();
                Await.until("the database is missed", () -> load.answered(500) + load.answered(503) > 0);
                assertEquals(200, bighammer.client().get("/open").statusCode());

                database.start();
                awaitRows(bighammer);
                long before = load.answered(200);
                Await.until("all are served again", () -> load.answered(200) > before + 100);
            }
            assertEquals(Set.of(), load.lost());
            assertTrue(Set.of(200, 500, 503).containsAll(load.statuses()), () -> "answers: " + load.statuses());
        }
    }

    private static void assertRefused(int status) {
        assertTrue(status == 500 || status == 503, "without a database the answer is " + status);
    }

    private static void awaitRows(Installation bighammer) {
        Await.until(
                "the database answers",
                () -> bighammer.client().get("/rows").body().equals("one is 1"));
    }
}
