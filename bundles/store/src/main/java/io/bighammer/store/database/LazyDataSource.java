package io.bighammer.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A pool of connections that is made when somebody first asks for one, so that a server that is not there stops nothing. It goes on by
 * itself when the server comes back. Safe for use by many threads; asking for a connection may block.
 */
final class LazyDataSource implements DataSource, AutoCloseable {
    private static final int MOST_CONNECTIONS = 10;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final DatabaseUrl url;
    private HikariDataSource pool;
    private boolean closed;

    LazyDataSource(DatabaseUrl url) {
        this.url = url;
    }

    private synchronized DataSource pool() throws SQLException {
        if (closed) {
            throw new SQLException("The gateway stops; " + url + " is closed");
        }
        if (pool == null) {
            pool = makePool();
        }
        return pool;
    }

    private HikariDataSource makePool() {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(url.jdbc());
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setDataSource(driver);
        config.setUsername(url.user());
        config.setPassword(url.password());
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.setInitializationFailTimeout(-1);
        // The pool's threads must not hold the class loader of the plugin that happened to ask first.
        Thread asking = Thread.currentThread();
        ClassLoader before = asking.getContextClassLoader();
        asking.setContextClassLoader(LazyDataSource.class.getClassLoader());
        try {
            return new HikariDataSource(config);
        } finally {
            asking.setContextClassLoader(before);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pool().getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("user and password are those of database_url");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null; // no log, says the contract of JDBC
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("the gateway's log is used");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the limit is " + LONGEST_WAIT.toSeconds() + " s");
    }

    @Override
    public int getLoginTimeout() {
        return (int) LONGEST_WAIT.toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the gateway's log is used");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return pool().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool().isWrapperFor(type);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (pool != null) {
            pool.close();
        }
    }
}
