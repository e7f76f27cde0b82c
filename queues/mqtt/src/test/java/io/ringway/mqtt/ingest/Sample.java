package io.ringway.mqtt.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the tests of the database put in and look up, over connections of their own. */
public final class Sample {

    public static final UUID USER = UUID.fromString("6f1c9a52-5d5b-4a3e-9c0f-2b8f6f0f7a01");
    public static final String DEVICE = "pump-1";
    public static final long NOON = 1_767_268_800_000L;

    private final String url;

    public Sample(String url) {
        this.url = url;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    public void execute(String... sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds feeds to {@link #USER}. */
    public void feeds(String... keys) {
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement("INSERT INTO feed (user_id, feed_key) VALUES (?, ?)")) {
            for (String key : keys) {
                statement.setObject(1, USER);
                statement.setString(2, key);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void device(String code) {
        execute("INSERT INTO device (user_id, device_code) VALUES ('" + USER + "', '" + code + "')");
    }

    /** The first column of what a query finds. */
    public List<Object> find(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<Object> column = new ArrayList<>();
            while (found.next()) {
                column.add(found.getObject(1));
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long count(String table) {
        return (Long) find("SELECT count(*) FROM " + table).get(0);
    }

    /** The values of a feed, oldest first. */
    public List<Object> values(String feed) {
        return find("SELECT reading FROM feed_value JOIN feed ON id = feed_id WHERE feed_key = '" + feed
                + "' ORDER BY taken_at, reading");
    }

    public static Message value(String feed, String payload) {
        return message(USER.toString(), feed, payload, null);
    }

    public static Message status(String device, String payload) {
        return new Message(USER.toString(), device, null, bytes(payload), null, NOON, Identity.random(NOON), null);
    }

    public static Message message(String user, String feed, String payload, String id) {
        return new Message(user, DEVICE, feed, bytes(payload), id, NOON, Identity.random(NOON), null);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }
}
