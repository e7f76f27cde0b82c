package io.ringway.mqtt.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows together, and where the database refuses one of them, without it.
 *
 * <p>A refused range is halved until the bad row is alone: one among n costs about 2 log n statements more.
 */
final class Isolation {

    private final Connection connection;
    private final Range rows;
    private final IntConsumer refused;

    Isolation(Connection connection, Range rows, IntConsumer refused) {
        this.connection = connection;
        this.rows = rows;
        this.refused = refused;
    }

    /** Writes the rows of a range; it may be undone. */
    interface Range {
        void write(int from, int to) throws SQLException;
    }

    void write(int from, int to) throws SQLException {
        if (from == to) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            rows.write(from, to);
            connection.releaseSavepoint(before);
            return;
        } catch (SQLException e) {
            if (!isAboutTheData(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
        }
        if (to - from == 1) {
            refused.accept(from);
            return;
        }
        int middle = (from + to) >>> 1;
        write(from, middle);
        write(middle, to);
    }

    /**
     * Whether the same rows would be refused at every try: bad values, constraints, checks, and what triggers raise.
     */
    private static boolean isAboutTheData(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state != null
                && (state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("44")
                        || state.equals("P0001"));
    }
}
