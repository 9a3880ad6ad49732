package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Context;
import io.bighammer.api.Plugin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Answers with what the database says. */
public final class DatabasePlugin implements Plugin {
    private DataSource database;

    public void take(DataSource found) {
        database = found;
    }

    @Override
    public void handleRequest(Context context) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1")) {
            rows.next();
            context.answer(200).body("one is " + rows.getInt(1));
        }
    }
}
