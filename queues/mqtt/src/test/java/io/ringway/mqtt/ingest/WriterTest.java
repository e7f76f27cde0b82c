package io.ringway.mqtt.ingest;

import static io.ringway.mqtt.ingest.Sample.DEVICE;
import static io.ringway.mqtt.ingest.Sample.NOON;
import static io.ringway.mqtt.ingest.Sample.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringway.mqtt.IngestDropReason;
import io.ringway.mqtt.IngestStats;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriterTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static Message message(String feed, String payload, Runnable acknowledge) {
        return new Message(
                USER.toString(),
                DEVICE,
                feed,
                ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)),
                null,
                NOON,
                Identity.random(NOON),
                acknowledge);
    }

    private static void assertTheSumHolds(IngestStats stats) {
        assertThat(stats.stored() + stats.duplicates() + stats.statuses() + stats.pending() + stats.droppedTotal())
                .as("%s", stats)
                .isEqualTo(stats.offered());
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgesWhenTheRowIsThereForOthers(Databases kind) throws Exception {
        String url = kind.empty();
        try (Database database = Database.open(url, null, null)) {
            Sample sample = new Sample(url);
            sample.feeds("flow");
            List<Long> rowsAtAcknowledgement = new CopyOnWriteArrayList<>();
            Writer writer = new Writer(database, 100, HOUR, 10, 100);
            writer.start();
            for (int i = 0; i < 10; i++) {
                writer.offer(message("flow", "1", () -> rowsAtAcknowledgement.add(sample.count("feed_value"))));
            }
            // The tenth makes the batch full.
            await().until(() -> rowsAtAcknowledgement.size() == 10);
            assertThat(rowsAtAcknowledgement).containsOnly(10L);
            assertThat(writer.stats().transactions().bySize()).isEqualTo(1);
            writer.close(Duration.ofSeconds(10));
        }
    }

    @Test
    void beginsWhenTheBrokerWouldWait() throws Exception {
        String url = Databases.H2.empty();
        try (Database database = Database.open(url, null, null)) {
            new Sample(url).feeds("flow");
            AtomicInteger acknowledged = new AtomicInteger();
            Writer writer = new Writer(database, 1000, HOUR, 1000, 5);
            writer.start();
            for (int i = 0; i < 50; i++) {
                writer.offer(message("flow", "1", null));
            }
            assertThat(writer.stats().transactions().total()).isZero();
            for (int i = 0; i < 4; i++) {
                writer.offer(message("flow", "1", acknowledged::incrementAndGet));
            }
            // Its acknowledgement has to wait for the others.
            writer.refuse(IngestDropReason.MALFORMED_TOPIC, acknowledged::incrementAndGet);
            await().until(() -> acknowledged.get() == 5 && writer.stats().pending() == 0);
            assertThat(writer.stats().transactions().byWindow()).isEqualTo(1);
            assertThat(writer.stats().stored()).isEqualTo(54);
            assertTheSumHolds(writer.stats());
            writer.close(Duration.ofSeconds(10));
        }
    }

    @Test
    void statusGoesAheadAndAFullQueueDrops() throws Exception {
        String url = Databases.POSTGRESQL.empty();
        try (Database database = Database.open(url, null, null)) {
            Sample sample = new Sample(url);
            sample.feeds("flow");
            sample.device(DEVICE);
            sample.execute(
                    "CREATE TABLE seen (feed_values BIGINT)",
                    "CREATE FUNCTION see() RETURNS TRIGGER LANGUAGE plpgsql AS"
                            + " 'BEGIN INSERT INTO seen SELECT count(*) FROM feed_value; RETURN NEW; END'",
                    "CREATE TRIGGER see AFTER UPDATE ON device FOR EACH ROW EXECUTE FUNCTION see()");
            AtomicInteger acknowledged = new AtomicInteger();
            Writer writer = new Writer(database, 64, Duration.ofMillis(1), 16, 1000);
            try (Connection other = sample.connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("SELECT * FROM feed FOR UPDATE");
                writer.start();
                writer.offer(message("flow", "1", acknowledged::incrementAndGet));
                await().until(() ->
                        !sample.find("SELECT 1 FROM pg_locks WHERE NOT granted").isEmpty());
                // The writer has taken the first one and waits for the lock.
                for (int i = 0; i < 70; i++) {
                    writer.offer(message("flow", "2", acknowledged::incrementAndGet));
                }
                writer.offer(message(null, "online", acknowledged::incrementAndGet));
                assertThat(writer.stats().dropped(IngestDropReason.QUEUE_FULL)).isEqualTo(6);
                assertThat(writer.stats().pending()).isEqualTo(66);
                assertThat(writer.stats().pendingBytes()).isEqualTo(65 + 6);
                assertTheSumHolds(writer.stats());
                // Those that were dropped; nothing else is safe yet.
                assertThat(acknowledged).hasValue(6);
                other.rollback();
            }
            await().until(() -> writer.stats().pending() == 0);
            assertThat(writer.stats().stored()).isEqualTo(65);
            assertThat(acknowledged).hasValue(72);
            assertThat(sample.find("SELECT feed_values FROM seen")).containsExactly(1L);
            assertTheSumHolds(writer.stats());
            writer.close(Duration.ofSeconds(10));
        }
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        String url = Databases.POSTGRESQL.empty();
        try (Database database = Database.open(url, null, null)) {
            Sample sample = new Sample(url);
            sample.feeds("a", "b");
            Writer writer = new Writer(database, 100, HOUR, 2, 100);
            writer.start();
            try (Connection other = sample.connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                // PostgreSQL ends the one whose patience ends first.
                statement.execute("SET deadlock_timeout = '1h'");
                statement.execute("SELECT * FROM feed WHERE feed_key = 'b' FOR UPDATE");
                writer.offer(message("b", "1", null));
                writer.offer(message("a", "1", null));
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> !sample.find("SELECT 1 FROM pg_locks WHERE NOT granted")
                                .isEmpty());
                statement.execute("SELECT * FROM feed WHERE feed_key = 'a' FOR UPDATE");
                await().until(() -> writer.stats().transactions().retries() == 1);
                other.rollback();
            }
            await().until(() -> writer.stats().pending() == 0);
            assertThat(writer.stats().stored()).isEqualTo(2);
            assertThat(sample.count("feed_value")).isEqualTo(2);
            writer.close(Duration.ofSeconds(10));
        }
    }

    @Test
    void aTriggerThatRaisesCostsItsOwnRowOnly() throws Exception {
        String url = Databases.POSTGRESQL.empty();
        try (Database database = Database.open(url, null, null)) {
            Sample sample = new Sample(url);
            sample.feeds("flow");
            sample.execute(
                    "CREATE FUNCTION poison() RETURNS TRIGGER LANGUAGE plpgsql AS"
                            + " 'BEGIN IF NEW.reading = 3 THEN RAISE EXCEPTION ''poison''; END IF; RETURN NEW; END'",
                    "CREATE TRIGGER poison BEFORE INSERT ON feed_value FOR EACH ROW EXECUTE FUNCTION poison()");
            AtomicInteger acknowledged = new AtomicInteger();
            Writer writer = new Writer(database, 100, HOUR, 7, 100);
            writer.start();
            for (int i = 0; i < 7; i++) {
                writer.offer(message("flow", "" + i, acknowledged::incrementAndGet));
            }
            await().until(() -> acknowledged.get() == 7);
            assertThat(writer.stats().stored()).isEqualTo(6);
            assertThat(writer.stats().dropped(IngestDropReason.CONSTRAINT)).isEqualTo(1);
            assertThat(sample.values("flow")).hasSize(6).doesNotContain(3.0);
            writer.close(Duration.ofSeconds(10));
        }
    }

    @Test
    void givesUpAtTheEndIfTheDatabaseIsGone(@TempDir Path directory) throws Exception {
        try (Postgres server = Postgres.start(directory);
                Database database = Database.open(server.url(), null, null)) {
            new Sample(server.url()).feeds("flow");
            AtomicInteger acknowledged = new AtomicInteger();
            Writer writer = new Writer(database, 100, HOUR, 2, 100);
            server.kill();
            writer.start();
            writer.offer(message("flow", "1", null));
            writer.offer(message("flow", "2", acknowledged::incrementAndGet));
            await().until(() -> writer.stats().transactions().retries() > 0);
            writer.offer(message("flow", "3", null));
            CompletableFuture.runAsync(() -> writer.close(Duration.ofMillis(100)))
                    .join();
            IngestStats stats = writer.stats();
            assertThat(acknowledged).hasValue(0);
            assertThat(stats.pending()).isEqualTo(1);
            assertThat(stats.dropped(IngestDropReason.CLOSED)).isEqualTo(2);
            assertThat(stats.oldestMillis()).isPositive();
            assertTheSumHolds(stats);
        }
    }

    @Test
    void countsEveryReason() {
        IngestStats stats = new IngestStats(
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Map.of(IngestDropReason.TOO_LARGE, 2L, IngestDropReason.BAD_USER, 3L),
                new IngestStats.Transactions(1, 2, 3, 4, 99, 5),
                0);
        assertThat(stats.droppedTotal()).isEqualTo(5);
        assertThat(stats.dropped(IngestDropReason.BAD_TIME)).isZero();
        assertThat(stats.transactions().total()).isEqualTo(10);
    }
}
