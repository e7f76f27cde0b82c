package io.ringway.mqtt.ingest;

import static io.ringway.mqtt.ingest.Sample.NOON;
import static io.ringway.mqtt.ingest.Sample.USER;
import static io.ringway.mqtt.ingest.Sample.message;
import static io.ringway.mqtt.ingest.Sample.status;
import static io.ringway.mqtt.ingest.Sample.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringway.mqtt.IngestDropReason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {

    private interface Body {
        void run(Database database, Sample sample) throws SQLException;
    }

    private static void with(Databases kind, Body body) throws SQLException {
        String url = kind.empty();
        try (Database database = Database.open(url, null, null)) {
            body.run(database, new Sample(url));
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesValuesAndTheLastOne(Databases kind) throws SQLException {
        with(kind, (database, sample) -> {
            sample.feeds("flow", "heat");
            Tally tally = database.write(
                    List.of(),
                    List.of(
                            value("flow", "1.5"),
                            value("heat", "{\"value\":-3e2,\"ts\":" + (NOON - 5) + ",\"unit\":{\"of\":[1]}}"),
                            value("flow", "{\"ts\":" + (NOON + 7) + ",\"value\":2}")));
            assertThat(tally.stored).isEqualTo(3);
            assertThat(tally.dropped).isEmpty();
            assertThat(sample.values("flow")).containsExactly(1.5, 2.0);
            assertThat(sample.values("heat")).containsExactly(-300.0);
            assertThat(sample.find("SELECT last_value FROM feed ORDER BY feed_key"))
                    .containsExactly(2.0, -300.0);
            assertThat(sample.find(
                            "SELECT CAST(EXTRACT(EPOCH FROM updated_at) * 1000 AS BIGINT) FROM feed ORDER BY feed_key"))
                    .containsExactly(NOON + 7, NOON - 5);
            assertThat(sample.find(
                            "SELECT CAST(EXTRACT(EPOCH FROM taken_at) * 1000 AS BIGINT) FROM feed_value ORDER BY 1"))
                    .containsExactly(NOON - 5, NOON, NOON + 7);
        });
    }

    @ParameterizedTest
    @EnumSource
    void anOlderValueDoesNotBecomeTheLastOne(Databases kind) throws SQLException {
        with(kind, (database, sample) -> {
            sample.feeds("flow");
            database.write(List.of(), List.of(value("flow", "{\"value\":2,\"ts\":2000}")));
            database.write(List.of(), List.of(value("flow", "{\"value\":1,\"ts\":1000}")));
            assertThat(sample.values("flow")).containsExactly(1.0, 2.0);
            assertThat(sample.find("SELECT last_value FROM feed")).containsExactly(2.0);
            database.write(
                    List.of(),
                    List.of(value("flow", "{\"value\":4,\"ts\":4000}"), value("flow", "{\"value\":3,\"ts\":3000}")));
            assertThat(sample.find("SELECT last_value FROM feed")).containsExactly(4.0);
        });
    }

    @ParameterizedTest
    @EnumSource
    void leavesOutWhatIsNotInOrder(Databases kind) throws SQLException {
        with(kind, (database, sample) -> {
            sample.feeds("flow", "idle", "tank");
            sample.execute(
                    "UPDATE feed SET active = FALSE WHERE feed_key = 'idle'",
                    "UPDATE feed SET min_value = 0, max_value = 10 WHERE feed_key = 'tank'");
            Tally tally = database.write(
                    List.of(),
                    List.of(
                            value("flow", "1"),
                            message("not-a-user", "flow", "1", null),
                            message("1-1-1-1-1", "flow", "1", null),
                            message("00000000-0000-0000-0000-000000000000", "flow", "1", null),
                            value("nowhere", "1"),
                            value("idle", "1"),
                            value("flow", "one"),
                            value("flow", "1 2"),
                            value("flow", ""),
                            value("flow", "NaN"),
                            value("flow", "1e999"),
                            value("flow", "{\"value\":\"1\"}"),
                            value("flow", "{\"ts\":1}"),
                            value("flow", "{\"value\":1"),
                            value("flow", "[1]"),
                            value("tank", "-0.1"),
                            value("tank", "10.1"),
                            value("tank", "0"),
                            value("tank", "10"),
                            value("flow", "{\"value\":1,\"ts\":-1}"),
                            value("flow", "{\"value\":1,\"ts\":" + (NOON + 86_400_001) + "}"),
                            value("flow", "{\"value\":1,\"ts\":99999999999999999999}")));
            assertThat(tally.stored).isEqualTo(3);
            assertThat(tally.dropped)
                    .isEqualTo(Map.of(
                            IngestDropReason.BAD_USER, 2L,
                            IngestDropReason.UNKNOWN_FEED, 2L,
                            IngestDropReason.INACTIVE, 1L,
                            IngestDropReason.UNPARSABLE, 10L,
                            IngestDropReason.THRESHOLD, 2L,
                            IngestDropReason.BAD_TIME, 2L));
            assertThat(sample.values("tank")).containsExactly(0.0, 10.0);
            assertThat(sample.count("feed_value")).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @EnumSource
    void recognisesWhatWasSentAgain(Databases kind) throws SQLException {
        with(kind, (database, sample) -> {
            sample.feeds("flow", "heat");
            List<Message> first = List.of(
                    message(USER.toString(), "flow", "1", "a"),
                    message(USER.toString(), "heat", "1", "a"),
                    value("flow", "{\"value\":1,\"id\":\"b\"}"),
                    value("flow", "{\"value\":1,\"ts\":1000}"),
                    value("flow", "{\"value\":2,\"ts\":1000}"),
                    value("flow", "7"));
            assertThat(database.write(List.of(), first).stored).isEqualTo(6);
            // As it arrives again: nothing is the same but what the publisher said.
            List<Message> again = List.of(
                    message(USER.toString(), "flow", "1", "a"),
                    message(USER.toString(), "heat", "1", "a"),
                    value("flow", "{\"value\":1,\"id\":\"b\"}"),
                    value("flow", "{\"value\":1,\"ts\":1000}"),
                    value("flow", "{\"value\":2,\"ts\":1000}"),
                    value("flow", "{\"value\":3,\"ts\":1000}"),
                    value("flow", "{\"value\":3,\"ts\":1000}"),
                    // One that waits for a second try is the same object.
                    first.get(5));
            Tally tally = database.write(List.of(), again);
            assertThat(tally.stored).isEqualTo(1);
            assertThat(tally.duplicates).isEqualTo(7);
            assertThat(sample.values("flow")).containsExactly(1.0, 2.0, 3.0, 1.0, 1.0, 7.0);
            assertThat(sample.values("heat")).containsExactly(1.0);
        });
    }

    @ParameterizedTest
    @EnumSource
    void oneRefusedRowDoesNotCostTheOthers(Databases kind) throws SQLException {
        with(kind, (database, sample) -> {
            sample.feeds("flow");
            sample.execute(
                    "ALTER TABLE feed_value ADD CONSTRAINT no_thirteen CHECK (reading <> 13)",
                    "ALTER TABLE feed ADD CONSTRAINT no_99 CHECK (last_value < 99)");
            List<Message> batch = new ArrayList<>();
            IntStream.range(0, 100).forEach(i -> batch.add(value("flow", "{\"value\":" + i + ",\"ts\":" + i + "}")));
            Tally tally = database.write(List.of(), batch);
            assertThat(tally.stored).isEqualTo(98);
            assertThat(tally.dropped).isEqualTo(Map.of(IngestDropReason.CONSTRAINT, 2L));
            assertThat(sample.values("flow")).hasSize(98).doesNotContain(13.0, 99.0);
            assertThat(sample.find("SELECT last_value FROM feed")).containsExactly(98.0);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionOfNothingButRefusedRows(Databases kind) throws SQLException {
        with(kind, (database, sample) -> {
            sample.feeds("flow");
            sample.execute("ALTER TABLE feed_value ADD CONSTRAINT none CHECK (reading < 0)");
            List<Message> batch =
                    IntStream.range(0, 300).mapToObj(i -> value("flow", "1")).toList();
            Tally tally = database.write(List.of(), batch);
            assertThat(tally.stored).isZero();
            assertThat(tally.dropped).isEqualTo(Map.of(IngestDropReason.CONSTRAINT, 300L));
            assertThat(sample.count("feed_value")).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheLastStatusOfKnownDevices(Databases kind) throws SQLException {
        with(kind, (database, sample) -> {
            sample.device("pump-1");
            sample.device("pump-2");
            sample.execute("ALTER TABLE device ADD CONSTRAINT not_odd CHECK (status <> 'odd')");
            Tally tally = database.write(
                    List.of(
                            status("pump-1", "offline"),
                            status("pump-2", "odd"),
                            status("pump-3", "online"),
                            status("pump-1", "online"),
                            status("pump-2", " "),
                            status("pump-2", "a\0b"),
                            status("pump-2", "x".repeat(65))),
                    List.of());
            assertThat(tally.statuses).isEqualTo(2);
            assertThat(tally.dropped)
                    .isEqualTo(Map.of(
                            IngestDropReason.UNKNOWN_DEVICE, 1L,
                            IngestDropReason.UNPARSABLE, 3L,
                            IngestDropReason.CONSTRAINT, 1L));
            assertThat(sample.find("SELECT status FROM device ORDER BY device_code"))
                    .containsExactly("online", null);
        });
    }

    @ParameterizedTest
    @EnumSource
    void writesABatchOfManyFeeds(Databases kind) throws SQLException {
        with(kind, (database, sample) -> {
            String[] keys = IntStream.range(0, 500).mapToObj(i -> "feed-" + i).toArray(String[]::new);
            sample.feeds(keys);
            List<Message> batch = IntStream.range(0, 10_000)
                    .mapToObj(i -> value(keys[i % keys.length], "{\"value\":" + i + ",\"ts\":" + i + "}"))
                    .toList();
            assertThat(database.write(List.of(), batch).stored).isEqualTo(10_000);
            assertThat(sample.find("SELECT count(*) FROM feed WHERE last_value >= 9500"))
                    .containsExactly(500L);
            assertThat(database.write(List.of(), batch).duplicates).isEqualTo(10_000);
        });
    }

    @ParameterizedTest
    @EnumSource
    void opensTheTablesOfAnEarlierRunBesideOthers(Databases kind) throws SQLException {
        String url = kind.empty();
        Sample sample = new Sample(url);
        sample.execute("CREATE TABLE of_the_application (x INT)");
        Database.open(url, null, null).close();
        sample.feeds("flow");
        try (Database database = Database.open(url, null, null)) {
            assertThat(database.write(List.of(), List.of(value("flow", "1"))).stored)
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsNotThereIsAnError(Databases kind) {
        String url = kind == Databases.H2 ? "jdbc:h2:tcp://127.0.0.1:1/none" : "jdbc:postgresql://127.0.0.1:1/none";
        assertThatThrownBy(() -> Database.open(url, "user", "secret"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("check URL, user and password")
                .message()
                .doesNotContain("secret");
    }
}
