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
import java.util.stream.IntStream;

/**
 * Compares how fast messages become rows: in batches as ingest writes them, row by row with a transaction each, and row
 * by row out of a polled {@code java.util.Queue} with a transaction for each filling. All make a commit safe on disk.
 * The contenders take turns; the figures are medians, with the least and the greatest.
 *
 * <p>Run with the class path of the tests; the argument is the number of rounds.
 */
public final class IngestBenchmark {

    private static final int FEEDS = 200;
    private static final int BATCH = 10_000;
    private static final int ROWS = 2 * BATCH;
    /** Fewer of the slow one, or a round would take minutes. */
    private static final int SINGLE_ROWS = 400;

    private IngestBenchmark() {}

    private interface Contender {
        void write(List<Message> messages) throws SQLException;
    }

    public static void main(String[] arguments) throws SQLException {
        int rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        for (Databases kind : Databases.values()) {
            compare(kind, rounds);
        }
        System.exit(0);
    }

    private static void compare(Databases kind, int rounds) throws SQLException {
        String url = kind.empty();
        Sample sample = new Sample(url);
        try (Database database = Database.open(url, null, null);
                Connection connection = sample.connect()) {
            sample.feeds(IntStream.range(0, FEEDS).mapToObj(i -> "feed-" + i).toArray(String[]::new));
            connection.setAutoCommit(false);
            RowByRow rows = new RowByRow(connection, kind);
            double[][] rates = new double[3][rounds];
            // One round more to warm up.
            for (int round = -1; round < rounds; round++) {
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
                double[] ratio = new double[rounds];
                for (int round = 0; round < rounds; round++) {
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
