package io.ringway.mqtt.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares how fast messages become rows: in batches as ingest writes them, row by row with a transaction each, and row
 * by row out of a polled {@code java.util.Queue} with a transaction for each filling. All make a commit safe on disk.
 * The contenders take turns; the figures are medians, with the least and the greatest.
 *
 * <p>No build runs it by itself: {@code mvn -pl queues/mqtt -am test -Dtest=IngestBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class IngestBenchmark {

    private static final int ROUNDS = 5;
    private static final int FEEDS = 200;
    private static final int BATCH = 10_000;
    private static final int ROWS = 2 * BATCH;
    /** Fewer of the slow one, or a round would take minutes. */
    private static final int SINGLE_ROWS = 400;

    private interface Contender {
        void write(List<Message> messages) throws SQLException;
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void compare(Databases kind) throws SQLException {
        String url = kind.empty();
        Sample sample = new Sample(url);
        try (Database database = Database.open(url, null, null);
                Connection connection = sample.connect()) {
            sample.feeds(IntStream.range(0, FEEDS).mapToObj(i -> "feed-" + i).toArray(String[]::new));
            connection.setAutoCommit(false);
            RowByRow rows = new RowByRow(connection, kind);
            double[][] rates = new double[3][ROUNDS];
            // One round more to warm up.
            for (int round = -1; round < ROUNDS; round++) {
                double[] rate = {
                    rate(ROWS, messages -> {
                        for (int i = 0; i < messages.size(); i += BATCH) {
                            database.write(List.of(), messages.subList(i, i + BATCH));
                        }
                    }),
                    rate(SINGLE_ROWS, rows::commitEach),
                    rate(ROWS, rows::poll)
                };
                for (int i = 0; i < rate.length && round >= 0; i++) {
                    rates[i][round] = rate[i];
                }
            }
            String[] names = {
                "ingest", "row by row, a transaction each", "row by row out of a queue, a transaction each 10,000"
            };
            for (int i = 0; i < names.length; i++) {
                double[] ratio = new double[ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    ratio[round] = rates[0][round] / rates[i][round];
                }
                System.out.printf(
                        "%-10s %-52s %s rows/s   ingest is %s times as fast%n",
                        kind, names[i], spread(rates[i]), spread(ratio));
            }
        }
    }

    private static String spread(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return String.format("%,9.1f (%,.1f..%,.1f)", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private static double rate(int rows, Contender contender) throws SQLException {
        List<Message> messages = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            messages.add(Sample.message(
                    Sample.USER.toString(),
                    "feed-" + i % FEEDS,
                    "{\"value\":" + i + ",\"ts\":" + (System.currentTimeMillis() - rows + i) + "}",
                    null));
        }
        long start = System.nanoTime();
        contender.write(messages);
        return rows * 1e9 / (System.nanoTime() - start);
    }

    /** What a straightforward program does for each message. */
    private static final class RowByRow {
        private final Connection connection;
        private final Databases kind;
        private final PreparedStatement find;
        private final PreparedStatement insert;
        private final PreparedStatement update;

        RowByRow(Connection connection, Databases kind) throws SQLException {
            this.connection = connection;
            this.kind = kind;
            find = connection.prepareStatement(
                    "SELECT id, active, min_value, max_value FROM feed WHERE user_id = ? AND feed_key = ?");
            insert = connection.prepareStatement(
                    "INSERT INTO feed_value (feed_id, message_key, taken_at, reading) VALUES (?, ?, ?, ?)");
            update = connection.prepareStatement("UPDATE feed SET last_value = ?, updated_at = ? WHERE id = ?");
        }

        void commitEach(List<Message> messages) throws SQLException {
            for (Message message : messages) {
                write(message);
                commit();
            }
        }

        void poll(List<Message> messages) throws SQLException {
            Queue<Message> queue = new ConcurrentLinkedQueue<>(messages);
            int written = 0;
            for (Message message = queue.poll(); message != null; message = queue.poll()) {
                write(message);
                if (++written % BATCH == 0) {
                    commit();
                }
            }
            commit();
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
            OffsetDateTime time = Instant.ofEpochMilli(reading.time()).atOffset(ZoneOffset.UTC);
            insert.setLong(1, feed);
            insert.setObject(2, UUID.randomUUID());
            insert.setObject(3, time);
            insert.setDouble(4, reading.value());
            insert.executeUpdate();
            update.setDouble(1, reading.value());
            update.setObject(2, time);
            update.setLong(3, feed);
            update.executeUpdate();
        }

        private void commit() throws SQLException {
            connection.commit();
            if (kind == Databases.H2) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CHECKPOINT SYNC");
                }
            }
        }
    }
}
