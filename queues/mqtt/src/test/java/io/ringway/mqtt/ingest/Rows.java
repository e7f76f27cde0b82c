package io.ringway.mqtt.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Messages into rows of one database, in three ways: in batches as the ingest writes them, row by row with a
 * transaction each, and row by row out of a polled {@code java.util.Queue} with a transaction for two thousand. Every
 * commit is safe on disk.
 */
public final class Rows implements AutoCloseable {

    private static final int FEEDS = 200;
    private static final int BATCH = 10_000;
    private static final int POLLED = 2_000;
    private static final UUID USER = UUID.fromString("6f1c9a52-5d5b-4a3e-9c0f-2b8f6f0f7a01");

    private final boolean h2;
    private final Database database;
    private final Connection connection;
    private final PreparedStatement find;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private long time = System.currentTimeMillis();

    /**
     * Opens an empty database and adds feeds.
     *
     * @param url its JDBC URL, of H2 or PostgreSQL
     * @throws SQLException if it can't be opened
     */
    public Rows(String url) throws SQLException {
        h2 = url.startsWith("jdbc:h2:");
        database = Database.open(url, null, null);
        connection = DriverManager.getConnection(url);
        try (PreparedStatement feeds =
                connection.prepareStatement("INSERT INTO feed (user_id, feed_key) VALUES (?, ?)")) {
            for (int i = 0; i < FEEDS; i++) {
                feeds.setObject(1, USER);
                feeds.setString(2, "feed-" + i);
                feeds.addBatch();
            }
            feeds.executeBatch();
        }
        connection.setAutoCommit(false);
        find = connection.prepareStatement(
                "SELECT id, active, min_value, max_value FROM feed WHERE user_id = ? AND feed_key = ?");
        insert = connection.prepareStatement(
                "INSERT INTO feed_value (feed_id, message_key, taken_at, reading) VALUES (?, ?, ?, ?)");
        update = connection.prepareStatement("UPDATE feed SET last_value = ?, updated_at = ? WHERE id = ?");
    }

    /**
     * Writes as the ingest does.
     *
     * @return how many rows
     * @throws SQLException if the database fails
     */
    public int batch() throws SQLException {
        database.write(List.of(), messages(BATCH));
        return BATCH;
    }

    /**
     * Writes a few rows with a transaction each.
     *
     * @return how many rows
     * @throws SQLException if the database fails
     */
    public int each() throws SQLException {
        List<Message> messages = messages(50);
        for (Message message : messages) {
            write(message);
            commit();
        }
        return messages.size();
    }

    /**
     * Writes rows out of a polled queue, all in one transaction.
     *
     * @return how many rows
     * @throws SQLException if the database fails
     */
    public int polled() throws SQLException {
        Queue<Message> queue = new ConcurrentLinkedQueue<>(messages(POLLED));
        for (Message message = queue.poll(); message != null; message = queue.poll()) {
            write(message);
        }
        commit();
        return POLLED;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }

    private List<Message> messages(int count) {
        List<Message> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] payload = ("{\"value\":" + i + ",\"ts\":" + ++time + "}").getBytes(StandardCharsets.UTF_8);
            messages.add(new Message(
                    USER.toString(),
                    "pump-1",
                    "feed-" + i % FEEDS,
                    ByteBuffer.wrap(payload).asReadOnlyBuffer(),
                    null,
                    time,
                    Identity.random(time),
                    null));
        }
        return messages;
    }

    private void write(Message message) throws SQLException {
        find.setObject(1, UUID.fromString(message.user()));
        find.setString(2, message.feed());
        long feed;
        try (ResultSet found = find.executeQuery()) {
            found.next();
            feed = found.getLong(1);
        }
        Payload.Reading reading = Payload.reading(message.payload());
        OffsetDateTime taken = Instant.ofEpochMilli(reading.time()).atOffset(ZoneOffset.UTC);
        insert.setLong(1, feed);
        insert.setObject(2, UUID.randomUUID());
        insert.setObject(3, taken);
        insert.setDouble(4, reading.value());
        insert.executeUpdate();
        update.setDouble(1, reading.value());
        update.setObject(2, taken);
        update.setLong(3, feed);
        update.executeUpdate();
    }

    private void commit() throws SQLException {
        connection.commit();
        if (h2) {
            // H2 writes a commit to its file some time later.
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
        }
    }
}
