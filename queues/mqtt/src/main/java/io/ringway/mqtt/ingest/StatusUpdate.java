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

/**
 * Writes messages about the status of devices within a transaction: of several about one device the last one counts.
 */
final class StatusUpdate {

    private final Connection connection;
    private final Dialect dialect;
    private final Tally tally;

    StatusUpdate(Connection connection, Dialect dialect, Tally tally) {
        this.connection = connection;
        this.dialect = dialect;
        this.tally = tally;
    }

    private record Device(UUID user, String code) {}

    private record Candidate(Device device, Message message) {}

    private record Row(Device device, String status, long time) {}

    void write(List<Message> messages) throws SQLException {
        List<Candidate> candidates = new ArrayList<>(messages.size());
        Set<Device> wanted = new LinkedHashSet<>();
        for (Message message : messages) {
            UUID user = Identity.user(message.user());
            if (user == null) {
                tally.drop(IngestDropReason.BAD_USER);
            } else {
                Device device = new Device(user, message.device());
                candidates.add(new Candidate(device, message));
                wanted.add(device);
            }
        }
        if (candidates.isEmpty()) {
            return;
        }
        Set<Device> known = find(List.copyOf(wanted));
        List<Row> rows = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            if (!known.contains(candidate.device())) {
                tally.drop(IngestDropReason.UNKNOWN_DEVICE);
                continue;
            }
            String status = Payload.status(candidate.message().payload());
            if (status == null) {
                tally.drop(IngestDropReason.UNPARSABLE);
                continue;
            }
            rows.add(new Row(candidate.device(), status, candidate.message().receivedAt()));
        }
        tally.statuses += rows.size();
        new Isolation(connection, (from, to) -> update(rows.subList(from, to)), row -> {
                    tally.statuses--;
                    tally.drop(IngestDropReason.CONSTRAINT);
                })
                .write(0, rows.size());
    }

    private Set<Device> find(List<Device> wanted) throws SQLException {
        Set<Device> known = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(dialect.findDevices)) {
            Columns columns = new Columns(connection, statement);
            columns.add("uuid", wanted, Device::user);
            columns.add("text", wanted, Device::code);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    known.add(wanted.get(found.getInt(1) - 1));
                }
            }
        }
        return known;
    }

    private void update(List<Row> rows) throws SQLException {
        Map<Device, Row> last = new HashMap<>();
        for (Row row : rows) {
            last.put(row.device(), row);
        }
        List<Row> updates = new ArrayList<>(last.values());
        updates.sort(Comparator.comparing((Row row) -> row.device().user())
                .thenComparing(row -> row.device().code()));
        try (PreparedStatement statement = connection.prepareStatement(dialect.updateDevices)) {
            Columns columns = new Columns(connection, statement);
            columns.add("uuid", updates, row -> row.device().user());
            columns.add("text", updates, row -> row.device().code());
            columns.add("text", updates, Row::status);
            columns.add("int8", updates, Row::time);
            statement.executeUpdate();
        }
    }
}
