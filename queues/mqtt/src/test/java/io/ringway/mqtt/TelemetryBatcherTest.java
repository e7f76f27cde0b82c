package io.ringway.mqtt;

import static io.ringway.mqtt.Readings.assertComplete;
import static io.ringway.mqtt.Readings.assertSum;
import static io.ringway.mqtt.Readings.firstArrivals;
import static io.ringway.mqtt.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringway.mqtt.micrometer.TelemetryMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryBatcherTest {
    private final String topic = "telemetry/" + UUID.randomUUID();

    private TelemetryBatcher.Builder inMemory(Mqtt5AsyncClient client) {
        return TelemetryBatcher.builder(client)
                .encoder(TelemetryEncoder.plain(topic))
                .overflow(OverflowPolicy.DROP_NEWEST)
                .linger(Duration.ofMillis(20));
    }

    @Test
    void readingsArriveInBatchesInOrder() {
        Mqtt5AsyncClient client = Clients.connected(Brokers.hivemq());
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE)) {
            TelemetryBatcher batcher = inMemory(client).batchSize(100).build();
            for (int i = 0; i < 1000; i++) {
                assertThat(batcher.queue(reading("p", i))).isTrue();
            }
            await().until(() -> batcher.stats().delivered() == 1000);
            batcher.close();
            await().untilAsserted(() ->
                    assertComplete(firstArrivals(subscriber.payloads()).get("p"), 1000));
            assertThat(subscriber.payloads())
                    .allSatisfy(payload -> assertThat(payload.lines()).hasSizeLessThanOrEqualTo(100));
            TelemetryStats stats = batcher.stats();
            assertSum(stats);
            assertThat(stats.pending()).isZero();
            assertThat(stats.batchedReadings()).isEqualTo(1000);
            assertThat(stats.batches().get(FlushCause.SIZE)).isPositive();
            assertThat(stats.acknowledged())
                    .isEqualTo(stats.batches().values().stream()
                            .mapToLong(it -> it)
                            .sum());
        }
        client.disconnect().join();
    }

    @Test
    void mqtt3ClientsDoTheSame() {
        Mqtt3AsyncClient client = Clients.mqtt3Reconnecting(Brokers.hivemq());
        client.connect().join();
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE)) {
            try (TelemetryBatcher batcher = TelemetryBatcher.builder(client)
                    .encoder(TelemetryEncoder.plain(topic))
                    .overflow(OverflowPolicy.BLOCK)
                    .queueCapacity(16)
                    .build()) {
                for (int i = 0; i < 1000; i++) {
                    assertThat(batcher.queue(reading("p", i))).isTrue();
                }
            }
            await().untilAsserted(() ->
                    assertComplete(firstArrivals(subscriber.payloads()).get("p"), 1000));
        }
        client.disconnect().join();
    }

    @Test
    void batchesAreNoLargerThanTheBrokersPackets(@TempDir Path directory) {
        try (Mosquitto mosquitto = Brokers.mosquitto(directory, "max_packet_size 600");
                Subscriber subscriber = new Subscriber(mosquitto.port(), topic, MqttQos.AT_MOST_ONCE)) {
            Mqtt5AsyncClient client = Clients.connected(mosquitto.port());
            TelemetryBatcher batcher = inMemory(client).build();
            for (int i = 0; i < 500; i++) {
                batcher.queue(reading("p", i));
            }
            batcher.queue(Telemetry.ofPayload("x".repeat(601)));
            batcher.queue(reading("p", 500));
            batcher.close();
            await().untilAsserted(() ->
                    assertComplete(firstArrivals(subscriber.payloads()).get("p"), 501));
            assertThat(client.getState().isConnected()).isTrue();
            TelemetryStats stats = batcher.stats();
            assertSum(stats);
            assertThat(stats.dropped().get(DropReason.TOO_LARGE)).isEqualTo(1);
            assertThat(stats.batches().get(FlushCause.BYTES)).isPositive();
            client.disconnect().join();
        }
    }

    @Test
    void flushSendsAtOnce() {
        Mqtt5AsyncClient client = Clients.connected(Brokers.hivemq());
        try (TelemetryBatcher batcher =
                inMemory(client).linger(Duration.ofHours(1)).build()) {
            batcher.queue(reading("p", 0));
            batcher.flush();
            await().until(() -> batcher.stats().delivered() == 1);
            assertThat(batcher.stats().batches().get(FlushCause.FLUSH)).isEqualTo(1);
        }
        client.disconnect().join();
    }

    @Test
    void dropNewestRefusesWhenFull() {
        TelemetryBatcher batcher = inMemory(Clients.mqtt5(1)).queueCapacity(8).build();
        for (int i = 0; i < 20; i++) {
            assertThat(batcher.queue(reading("p", i))).isEqualTo(i < 8);
        }
        assertSum(batcher.stats());
        assertThat(batcher.stats().pending()).isEqualTo(8);
        assertThat(batcher.stats().dropped().get(DropReason.QUEUE_FULL)).isEqualTo(12);
        batcher.close();
        assertThat(batcher.stats().dropped().get(DropReason.CLOSED)).isEqualTo(8);
        assertSum(batcher.stats());
    }

    @Test
    void dropOldestKeepsTheNewest() {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE)) {
            TelemetryBatcher batcher = inMemory(client)
                    .overflow(OverflowPolicy.DROP_OLDEST)
                    .queueCapacity(8)
                    .build();
            for (int i = 0; i < 20; i++) {
                assertThat(batcher.queue(reading("p", i))).isTrue();
            }
            assertThat(batcher.stats().dropped().get(DropReason.OLDEST)).isEqualTo(12);
            client.connect().join();
            await().until(() -> batcher.stats().delivered() == 8);
            batcher.close();
            await().untilAsserted(() -> assertThat(
                            firstArrivals(subscriber.payloads()).get("p"))
                    .containsExactly(12, 13, 14, 15, 16, 17, 18, 19));
            assertSum(batcher.stats());
        }
        client.disconnect().join();
    }

    @Test
    void blockWaitsForRoomAndHeedsInterrupts() throws Exception {
        TelemetryBatcher batcher = inMemory(Clients.mqtt5(1))
                .overflow(OverflowPolicy.BLOCK)
                .queueCapacity(2)
                .build();
        batcher.queue(reading("p", 0));
        batcher.queue(reading("p", 1));
        Boolean[] accepted = {null};
        Thread producer = new Thread(() -> accepted[0] = batcher.queue(reading("p", 2)));
        producer.start();
        await().until(() ->
                producer.getState() == Thread.State.WAITING || producer.getState() == Thread.State.TIMED_WAITING);
        producer.interrupt();
        producer.join();
        assertThat(accepted[0]).isFalse();
        assertThat(batcher.stats().dropped().get(DropReason.INTERRUPTED)).isEqualTo(1);
        batcher.close();
        assertSum(batcher.stats());
    }

    @Test
    void readingsThatCannotBeEncodedAreCounted() {
        Mqtt5AsyncClient client = Clients.connected(Brokers.hivemq());
        TelemetryBatcher batcher = inMemory(client).build();
        batcher.queue(new Telemetry("d", 0, Map.of("x", 1)));
        batcher.queue(reading("p", 0));
        await().until(() -> batcher.stats().delivered() == 1);
        assertThat(batcher.stats().dropped().get(DropReason.NOT_ENCODABLE)).isEqualTo(1);
        batcher.close();
        assertSum(batcher.stats());
        client.disconnect().join();
    }

    @Test
    void whatTheBrokerRefusesForNowIsSentAgain() {
        Brokers.refuse(topic, AckReasonCode.QUOTA_EXCEEDED);
        Mqtt5AsyncClient client = Clients.connected(Brokers.hivemq());
        try (Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.AT_LEAST_ONCE)) {
            TelemetryBatcher batcher = inMemory(client).build();
            batcher.queue(reading("p", 0));
            await().until(() -> batcher.stats().unacknowledged() == 1);
            batcher.queue(reading("p", 1));
            Brokers.accept(topic);
            await().until(() -> batcher.stats().delivered() == 2);
            await().untilAsserted(() ->
                    assertThat(firstArrivals(subscriber.payloads()).get("p")).containsExactly(0, 1));
            batcher.close();
            assertSum(batcher.stats());
        }
        client.disconnect().join();
    }

    @Test
    void whatTheBrokerCallsInvalidIsDroppedAndCounted() {
        Brokers.refuse(topic, AckReasonCode.PAYLOAD_FORMAT_INVALID);
        Mqtt5AsyncClient client = Clients.connected(Brokers.hivemq());
        TelemetryBatcher batcher = inMemory(client).build();
        batcher.queue(reading("p", 0));
        await().until(() -> batcher.stats().dropped().get(DropReason.REFUSED) == 1);
        batcher.close();
        assertSum(batcher.stats());
        assertThat(batcher.stats().pending()).isZero();
        client.disconnect().join();
    }

    @Test
    void aBrokerThatNeverAnswersHoldsUpNobody() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Mqtt5AsyncClient client = Clients.mqtt5(silent.getLocalPort());
            client.connect();
            TelemetryBatcher batcher = inMemory(client).queueCapacity(64).build();
            for (int i = 0; i < 100; i++) {
                assertThat(batcher.queue(reading("p", i))).isEqualTo(i < 64);
            }
            batcher.close();
            assertSum(batcher.stats());
            assertThat(batcher.stats().dropped().get(DropReason.CLOSED)).isEqualTo(64);
        }
    }

    @Test
    void badSettingsAreRefused(@TempDir Path directory) {
        TelemetryBatcher.Builder builder = TelemetryBatcher.builder(Clients.mqtt5(1));
        for (Runnable setting : List.<Runnable>of(
                () -> builder.batchSize(0),
                () -> builder.queueCapacity(0),
                () -> builder.window(33),
                () -> builder.linger(Duration.ofMillis(-1)),
                () -> builder.maxPayloadBytes(0),
                () -> builder.spoolBytes(1),
                () -> builder.spoolAge(Duration.ofMillis(-1)),
                () -> builder.closeTimeout(Duration.ofDays(2)))) {
            assertThatThrownBy(setting::run).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spoolDirectory");
    }

    @Test
    void nothingIsTakenAfterTheEnd() {
        TelemetryBatcher batcher = inMemory(Clients.mqtt5(1)).build();
        batcher.close();
        batcher.close();
        assertThatThrownBy(() -> batcher.queue(reading("p", 0))).isInstanceOf(IllegalStateException.class);
        assertThat(batcher.stats().offered()).isZero();
    }

    @Test
    void metersShowTheStats() {
        Mqtt5AsyncClient client = Clients.connected(Brokers.hivemq());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (TelemetryBatcher batcher =
                inMemory(client).linger(Duration.ofHours(1)).build()) {
            new TelemetryMetrics(batcher, "t").bindTo(registry);
            batcher.queue(reading("p", 0));
            await().until(() ->
                    registry.get("ringway.telemetry.oldest").timeGauge().value() > 0);
            assertThat(registry.get("ringway.telemetry.pending").gauge().value())
                    .isEqualTo(1);
            batcher.flush();
            await().until(() -> registry.get("ringway.telemetry.delivered")
                            .functionCounter()
                            .count()
                    == 1);
            assertThat(registry.get("ringway.telemetry.offered")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("ringway.telemetry.batches")
                            .tag("cause", "FLUSH")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("ringway.telemetry.acknowledgement")
                            .functionTimer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("ringway.telemetry.batched.bytes")
                            .functionCounter()
                            .count())
                    .isEqualTo(3);
        }
        client.disconnect().join();
    }
}
