package io.ringway.mqtt.ingest;

import io.ringway.mqtt.IngestDropReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes messages of feeds within a transaction: a row for each value, and the last value of each feed. */
final class ValueInsert {

    /** How far a publisher's clock may be ahead of ours. */
    private static final long MOST_AHEAD_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final Connection connection;
    private final Dialect dialect;
    private final Tally tally;

    ValueInsert(Connection connection, Dialect dialect, Tally tally) {
        this.connection = connection;
        this.dialect = dialect;
        this.tally = tally;
    }

    private record FeedName(UUID user, String key) {}

    private record Feed(
            long id,
            boolean active,
            @Nullable Double least,
            @Nullable Double most) {
        boolean admits(double value) {
            return (least == null || value >= least) && (most == null || value <= most);
        }
    }

    private record Candidate(FeedName name, Message message) {}

    private record Row(long feed, UUID key, long time, double value) {}

    private record Once(long feed, UUID key) {}

    void write(List<Message> messages) throws SQLException {
        List<Candidate> candidates = new ArrayList<>(messages.size());
        Set<FeedName> wanted = new LinkedHashSet<>();
        for (Message message : messages) {
            UUID user = Identity.user(message.user());
            String key = message.feed();
            if (user == null || key == null) {
                tally.drop(IngestDropReason.BAD_USER);
            } else {
                FeedName name = new FeedName(user, key);
                candidates.add(new Candidate(name, message));
                wanted.add(name);
            }
        }
        if (candidates.isEmpty()) {
            return;
        }
        Map<FeedName, Feed> feeds = find(List.copyOf(wanted));
        List<Row> rows = new ArrayList<>(candidates.size());
        Set<Once> seen = new HashSet<>();
        for (Candidate candidate : candidates) {
            Row row = row(candidate.message(), feeds.get(candidate.name()));
            if (row != null) {
                if (seen.add(new Once(row.feed(), row.key()))) {
                    rows.add(row);
                } else {
                    tally.duplicates++;
                }
            }
        }
        new Isolation(
                        connection,
                        (from, to) -> insert(rows.subList(from, to)),
                        row -> tally.drop(IngestDropReason.CONSTRAINT))
                .write(0, rows.size());
    }

    private @Nullable Row row(Message message, @Nullable Feed feed) {
        if (feed == null) {
            tally.drop(IngestDropReason.UNKNOWN_FEED);
            return null;
        }
        if (!feed.active()) {
            tally.drop(IngestDropReason.INACTIVE);
            return null;
        }
        Payload.Reading reading = Payload.reading(message.payload());
        if (reading == null) {
            tally.drop(IngestDropReason.UNPARSABLE);
            return null;
        }
        if (!feed.admits(reading.value())) {
            tally.drop(IngestDropReason.THRESHOLD);
            return null;
        }
        Long given = reading.time();
        long time = given == null ? message.receivedAt() : given;
        if (time < 0 || time > message.receivedAt() + MOST_AHEAD_MILLIS) {
            tally.drop(IngestDropReason.BAD_TIME);
            return null;
        }
        return new Row(feed.id(), Identity.key(message, reading), time, reading.value());
    }

    private Map<FeedName, Feed> find(List<FeedName> wanted) throws SQLException {
        Map<FeedName, Feed> feeds = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(dialect.findFeeds)) {
            Columns columns = new Columns(connection, statement);
            columns.add("uuid", wanted, FeedName::user);
            columns.add("text", wanted, FeedName::key);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    Feed feed = new Feed(found.getLong(2), found.getBoolean(3), limit(found, 4), limit(found, 5));
                    feeds.put(wanted.get(found.getInt(1) - 1), feed);
                }
            }
        }
        return feeds;
    }

    private static @Nullable Double limit(ResultSet found, int column) throws SQLException {
        double limit = found.getDouble(column);
        return found.wasNull() ? null : limit;
    }

    private void insert(List<Row> rows) throws SQLException {
        int inserted;
        try (PreparedStatement statement = connection.prepareStatement(dialect.insertValues)) {
            Columns columns = new Columns(connection, statement);
            columns.add("int8", rows, Row::feed);
            columns.add("uuid", rows, Row::key);
            columns.add("int8", rows, Row::time);
            columns.add("float8", rows, Row::value);
            inserted = statement.executeUpdate();
        }
        Map<Long, Row> newest = new HashMap<>();
        for (Row row : rows) {
            newest.merge(row.feed(), row, (old, next) -> next.time() >= old.time() ? next : old);
        }
        List<Row> updates = new ArrayList<>(newest.values());
        updates.sort(Comparator.comparingLong(Row::feed));
        try (PreparedStatement statement = connection.prepareStatement(dialect.updateFeeds)) {
            Columns columns = new Columns(connection, statement);
            columns.add("int8", updates, Row::feed);
            columns.add("int8", updates, Row::time);
            columns.add("float8", updates, Row::value);
            statement.executeUpdate();
        }
        // Only now: a range that is undone must not count.
        tally.stored += inserted;
        tally.duplicates += rows.size() - inserted;
    }
}
