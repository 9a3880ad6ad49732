package io.bighammer.store.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @Test
    void theSampleIsUnderstood() {
        assertEquals(
                new DatabaseUrl("jdbc:postgresql://localhost/dbname", "user", "password"),
                DatabaseUrl.parse("postgres://user:password@localhost/dbname"));
    }

    @Test
    void portOptionsAndOddPasswordsAreTakenOver() {
        assertEquals(
                new DatabaseUrl("jdbc:postgresql://db.example:5433/n?sslmode=require", "u", "p@:+ ü"),
                DatabaseUrl.parse("postgresql://u:p%40:+%20%C3%BC@db.example:5433/n?sslmode=require"));
        assertEquals(new DatabaseUrl("jdbc:postgresql://[::1]/n", "", ""), DatabaseUrl.parse("postgres://[::1]/n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "mysql://u:secret@h/n",
                "secret://u@h/n",
                "postgres://u:secret@h",
                "postgres:///n",
                "postgres://u:secret @h/n"
            })
    void anythingElseIsRefusedWithoutRepeatingIt(String url) {
        StringWriter told = new StringWriter();
        assertThrows(IllegalArgumentException.class, () -> DatabaseUrl.parse(url))
                .printStackTrace(new PrintWriter(told));
        assertFalse(told.toString().contains("secret"), told::toString);
    }

    @Test
    void thePasswordIsNotShown() {
        assertEquals(
                "jdbc:postgresql://h/n",
                DatabaseUrl.parse("postgres://u:secret@h/n?password=secret").toString());
    }

    @Test
    void aServerThatIsNotThereFailsTheCallAndNothingElse() {
        try (LazyDataSource source = new LazyDataSource(DatabaseUrl.parse("postgres://u:p@127.0.0.1:1/n"))) {
            assertThrows(SQLException.class, source::getConnection);
        }
    }
}
