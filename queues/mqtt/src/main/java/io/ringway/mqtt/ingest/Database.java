package io.ringway.mqtt.ingest;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The database with the tables of ingest. One thread writes. */
public final class Database implements AutoCloseable {

    private static final String MIGRATIONS = "classpath:META-INF/ringway-ingest";
    private static final long CONNECT_MILLIS = 5_000;
    // A server that has gone without a word must not hold the writer for ever.
    private static final String SILENCE_SECONDS = "60";

    private final DataSource source;
    private final @Nullable HikariDataSource pool;
    private final Dialect dialect;

    private Database(DataSource source, @Nullable HikariDataSource pool) throws SQLException {
        this.source = source;
        this.pool = pool;
        try (Connection connection = source.getConnection()) {
            dialect = Dialect.of(connection);
        }
        try {
            migrate(source);
        } catch (FlywayException e) {
            throw new SQLException("Cannot bring the tables of the ingest up to date", e);
        }
    }

    private static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations(MIGRATIONS)
                .failOnMissingLocations(true)
                // A history of its own, so that the application may use Flyway in the same schema.
                .table("ringway_ingest_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /** Connects to a database, with a pool of its own, and brings its tables up to date. */
    public static Database open(String url, @Nullable String user, @Nullable String password) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ringway-ingest");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        // One for the writer, one for the migration's second connection.
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MILLIS);
        if (url.startsWith("jdbc:postgresql:")) {
            config.addDataSourceProperty("socketTimeout", SILENCE_SECONDS);
            config.addDataSourceProperty("tcpKeepAlive", "true");
        }
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw new SQLException("Cannot open the database of the ingest: check URL, user and password", e);
        }
        try {
            return new Database(pool, pool);
        } catch (SQLException | RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Uses a pool of the application, which remains open, and brings the tables up to date. */
    public static Database over(DataSource source) throws SQLException {
        return new Database(source, null);
    }

    /**
     * Writes messages in one transaction, which is safe on disk when this returns.
     *
     * @throws SQLException if nothing was written, or if it is not certain; it may be tried again
     */
    Tally write(List<Message> statuses, List<Message> values) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Tally tally = new Tally();
            try {
                new StatusUpdate(connection, dialect, tally).write(statuses);
                new ValueInsert(connection, dialect, tally).write(values);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
            if (dialect == Dialect.H2) {
                // H2 writes a commit to its file some time later.
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CHECKPOINT SYNC");
                }
            }
            return tally;
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
