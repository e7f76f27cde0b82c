package io.ringway.mqtt.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Gives a statement its parameters: one array for each column. */
final class Columns {

    private final Connection connection;
    private final PreparedStatement statement;
    private int index;

    Columns(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** Sets the next parameter; {@code type} is PostgreSQL's name, H2 goes by the values. */
    <T> void add(String type, List<T> rows, Function<? super T, ?> column) throws SQLException {
        Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(++index, connection.createArrayOf(type, values));
    }
}
