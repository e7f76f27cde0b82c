package io.ringway.mqtt;

import static io.ringway.mqtt.Readings.assertComplete;
import static io.ringway.mqtt.Readings.assertSum;
import static io.ringway.mqtt.Readings.firstArrivals;
import static io.ringway.mqtt.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the spool outlives the process, a full disk and damage. */
class SpoolCrashTest {
    private final String topic = "crash/" + UUID.randomUUID();

    private TelemetryBatcher.Builder spooling(Mqtt5AsyncClient client, Path directory) {
        return TelemetryBatcher.builder(client)
                .encoder(TelemetryEncoder.plain(topic))
                .spoolDirectory(directory)
                .linger(Duration.ofMillis(1));
    }

    @Test
    void whatCanNeverBeSentLeavesTheSpool(@TempDir Path directory) {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        try (TelemetryBatcher batcher = spooling(client, directory).build()) {
            batcher.queue(reading("p", 0));
        }
        client.connect().join();
        try (TelemetryBatcher batcher =
                spooling(client, directory).maxPayloadBytes(1).build()) {
            assertThat(batcher.stats().recovered()).isEqualTo(1);
            await().until(() -> batcher.stats().dropped().get(DropReason.TOO_LARGE) == 1);
        }
        client.disconnect().join();
        try (TelemetryBatcher batcher = spooling(client, directory).build()) {
            assertThat(batcher.stats().recovered()).isZero();
        }
    }

    @Test
    void whatWasReportedAsSpooledIsThereAfterKill9(@TempDir Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolingProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long spooled = 0;
        int ordered = 0;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.matches("\\d+ \\d+")) {
                    spooled = Long.parseLong(line.substring(0, line.indexOf(' ')));
                    ordered = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
                    if (spooled > 5000) {
                        process.destroyForcibly(); // ends the stream too
                        break;
                    }
                }
            }
        }
        process.onExit().join();
        assertThat(spooled).isGreaterThan(5000);
        long reported = spooled;
        int reportedCommands = ordered;

        Mqtt5AsyncClient client = Clients.connected(Brokers.hivemq());
        try (Subscriber readings = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE);
                Subscriber orders = new Subscriber(Brokers.hivemq(), "unused", MqttQos.AT_LEAST_ONCE);
                TelemetryBatcher batcher =
                        spooling(client, directory.resolve("spool")).build();
                CommandQueue commands = CommandQueue.builder(client)
                        .maxQueuedCommands(1_000_000)
                        .drainRate(100_000)
                        .directory(directory.resolve("commands"))
                        .build()) {
            assertThat(batcher.stats().recovered()).isGreaterThanOrEqualTo(reported);
            assertThat(commands.stats().recovered()).isGreaterThanOrEqualTo(reportedCommands);
            await().until(() -> batcher.stats().pending() == 0
                    && commands.stats().published() == commands.stats().recovered());
            assertSum(batcher.stats());
            int delivered = (int) batcher.stats().delivered();
            int published = (int) commands.stats().published();
            await().until(() -> Readings.distinct(readings.payloads()) == delivered
                    && Readings.distinct(orders.payloads()) == published);
            assertComplete(firstArrivals(readings.payloads()).get("p"), delivered);
            assertComplete(firstArrivals(orders.payloads()).get("c"), published);
        }
        client.disconnect().join();
    }

    @Test
    void aBatchOrAQuarterOfTheQueueDoesNotWaitForTheLinger(@TempDir Path directory) {
        TelemetryBatcher.Builder settings = spooling(Clients.mqtt5(1), directory)
                .linger(Duration.ofHours(1))
                .queueCapacity(64)
                .batchSize(8);
        try (TelemetryBatcher batches = settings.build()) {
            for (int i = 0; i < 8; i++) {
                batches.queue(reading("p", i));
            }
            await().until(() -> batches.stats().spooled() == 8);
            assertSum(batches.stats());
        }
        try (TelemetryBatcher quarters = settings.batchSize(1000).build()) {
            for (int i = 8; i < 24; i++) {
                quarters.queue(reading("p", i));
            }
            await().until(() -> quarters.stats().spooled() == 24);
            assertSum(quarters.stats());
        }
    }

    @Test
    void whatIsLeftAtTheEndIsThereTheNextTime(@TempDir Path directory) {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        TelemetryBatcher first = spooling(client, directory).build();
        for (int i = 0; i < 1000; i++) {
            first.queue(reading("p", i));
        }
        first.close();
        assertThat(first.stats().pending()).isEqualTo(1000);
        assertSum(first.stats());
        client.connect().join();
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE)) {
            TelemetryBatcher second = spooling(client, directory).build();
            for (int i = 1000; i < 2000; i++) {
                second.queue(reading("p", i));
            }
            await().until(() -> second.stats().delivered() == 2000);
            second.close();
            await().untilAsserted(() ->
                    assertComplete(firstArrivals(subscriber.payloads()).get("p"), 2000));
            assertSum(second.stats());
        }
        TelemetryBatcher third = spooling(client, directory).build();
        assertThat(third.stats().recovered()).isZero();
        third.close();
        client.disconnect().join();
    }

    @Test
    void theSpoolIsBoundedInBytes(@TempDir Path directory) throws IOException {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE)) {
            TelemetryBatcher batcher =
                    spooling(client, directory).spoolBytes(1 << 20).build();
            String filling = "x".repeat(1000);
            for (int i = 0; i < 10_000; i++) {
                while (!batcher.queue(Telemetry.ofPayload("p" + filling + ":" + i))) {
                    Thread.onSpinWait();
                }
            }
            await().until(() -> batcher.stats().spooled() > 0
                    && batcher.stats().spooled() == batcher.stats().pending());
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.filter(Files::isRegularFile)
                                .mapToLong(SpoolCrashTest::size)
                                .sum())
                        .isLessThanOrEqualTo(2 << 20);
            }
            long lost = batcher.stats().dropped().get(DropReason.SPOOL_FULL);
            assertThat(lost).isPositive();
            client.connect().join();
            await().until(() -> batcher.stats().pending() == 0);
            assertSum(batcher.stats());
            long delivered = batcher.stats().delivered();
            await().until(() -> Readings.distinct(subscriber.payloads()) == delivered);
            List<Integer> arrived = firstArrivals(subscriber.payloads()).get("p" + filling);
            assertThat(arrived).isSorted().endsWith(9999);
            batcher.close();
        }
        client.disconnect().join();
    }

    @Test
    void readingsThatWaitedForTooLongAreDropped(@TempDir Path directory) {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        TelemetryBatcher batcher =
                spooling(client, directory).spoolAge(Duration.ofMillis(1)).build();
        batcher.queue(reading("p", 0));
        await().until(() -> batcher.stats().oldestAge().toMillis() > 2);
        client.connect().join();
        await().until(() -> batcher.stats().dropped().get(DropReason.EXPIRED) == 1);
        batcher.close();
        assertSum(batcher.stats());
        assertThat(batcher.stats().pending()).isZero();
        client.disconnect().join();
    }

    @Test
    void aFullDiskCostsNothingThatWasAccepted(@TempDir Path directory) throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString())
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0,
                "a small file system cannot be mounted here: that needs root");
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE)) {
            TelemetryBatcher batcher = spooling(client, disk)
                    .spoolBytes(8 << 20)
                    .queueCapacity(1024)
                    .build();
            String filling = "x".repeat(1000);
            int accepted = 0;
            while (batcher.stats().dropped().get(DropReason.QUEUE_FULL) < 5000) {
                // Beyond the first refusal the numbers have gaps; only what was accepted counts.
                if (batcher.queue(Telemetry.ofPayload("p" + filling + ":" + accepted))) {
                    accepted++;
                }
            }
            int all = accepted;
            assertSum(batcher.stats());
            client.connect().join();
            await().until(() -> batcher.stats().pending() == 0);
            assertSum(batcher.stats());
            assertThat(batcher.stats().delivered()).isEqualTo(all);
            await().until(() -> Readings.distinct(subscriber.payloads()) == all);
            assertComplete(firstArrivals(subscriber.payloads()).get("p" + filling), all);
            batcher.close();
        } finally {
            assertThat(new ProcessBuilder("umount", disk.toString()).start().waitFor())
                    .isZero();
        }
        client.disconnect().join();
    }

    /** A bit flips in the middle of the spool's data. Nothing fails, what is lost is counted, and the rest arrives. */
    @Test
    void damageIsCounted(@TempDir Path directory) throws IOException {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        TelemetryBatcher first = spooling(client, directory).build();
        for (int i = 0; i < 2000; i++) {
            first.queue(reading("p", i));
        }
        first.close();
        try (Stream<Path> files = Files.walk(directory)) {
            Path largest = files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(SpoolCrashTest::size))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(largest);
            bytes[lastNonZero(bytes) / 2] ^= 4;
            Files.write(largest, bytes);
        }
        client.connect().join();
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE)) {
            TelemetryBatcher second = spooling(client, directory).build();
            second.queue(reading("q", 0));
            await().until(() -> second.stats().pending() == 0);
            assertSum(second.stats());
            await().until(() -> firstArrivals(subscriber.payloads()).containsKey("q"));
            second.close();
        }
        client.disconnect().join();
    }

    /** The process is killed while it writes: what was behind the torn place is gone, the rest arrives in order. */
    @Test
    void aTornTailCostsNothingBeforeIt(@TempDir Path directory) throws IOException {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        Path killed = directory.resolve("killed");
        try (TelemetryBatcher first =
                spooling(client, directory.resolve("spool")).build()) {
            for (int i = 0; i < 2000; i++) {
                first.queue(reading("p", i));
                if (i % 1000 == 999) {
                    int queued = i + 1;
                    await().until(() -> first.stats().spooled() == queued);
                }
            }
            copy(directory.resolve("spool"), killed);
        }
        Path last = segments(killed).get(segments(killed).size() - 1);
        byte[] bytes = Files.readAllBytes(last);
        int end = lastNonZero(bytes);
        Arrays.fill(bytes, end - 20, end + 1, (byte) 0);
        Files.write(last, bytes);

        int arrived = deliveredFrom(killed, client);
        assertThat(arrived).isBetween(1000, 1999);
    }

    @Test
    void aMissingSegmentIsCounted(@TempDir Path directory) throws IOException {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        TelemetryBatcher first = spooling(client, directory).spoolBytes(1 << 20).build();
        String filling = "x".repeat(200);
        for (int i = 0; i < 2000; i++) {
            first.queue(Telemetry.ofPayload("p" + filling + ":" + i));
            if (i % 100 == 99) {
                int queued = i + 1;
                await().until(() -> first.stats().spooled() == queued);
            }
        }
        first.close();
        List<Path> segments = segments(directory);
        assertThat(segments).hasSizeGreaterThan(4);
        Files.delete(segments.get(2));

        client.connect().join();
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE)) {
            TelemetryBatcher second =
                    spooling(client, directory).spoolBytes(1 << 20).build();
            await().until(() -> second.stats().pending() == 0);
            assertSum(second.stats());
            long delivered = second.stats().delivered();
            await().until(() -> Readings.distinct(subscriber.payloads()) == delivered);
            assertThat(firstArrivals(subscriber.payloads()).get("p" + filling))
                    .isSorted()
                    .startsWith(0)
                    .endsWith(1999)
                    .hasSizeBetween(1000, 1999);
            second.close();
        }
        client.disconnect().join();
    }

    /** Connects, and returns how many readings arrived: the first ones, without a gap. */
    private int deliveredFrom(Path directory, Mqtt5AsyncClient client) {
        client.connect().join();
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE);
                TelemetryBatcher batcher = spooling(client, directory).build()) {
            await().until(() -> batcher.stats().pending() == 0);
            assertSum(batcher.stats());
            int delivered = (int) batcher.stats().delivered();
            await().until(() -> Readings.distinct(subscriber.payloads()) == delivered);
            assertComplete(firstArrivals(subscriber.payloads()).get("p"), delivered);
            return delivered;
        } finally {
            client.disconnect().join();
        }
    }

    private static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static int lastNonZero(byte[] bytes) {
        int last = bytes.length - 1;
        while (bytes[last] == 0) {
            last--;
        }
        return last;
    }

    @Test
    void aDirectoryIsForOneBatcherAtATime(@TempDir Path directory) {
        Mqtt5AsyncClient client = Clients.mqtt5(1);
        try (TelemetryBatcher batcher = spooling(client, directory).build()) {
            assertThatThrownBy(() -> spooling(client, directory).build())
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining(directory.toString());
            assertThat(batcher.queue(reading("p", 0))).isTrue();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
