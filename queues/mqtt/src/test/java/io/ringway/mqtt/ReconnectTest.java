package io.ringway.mqtt;

import static io.ringway.mqtt.Readings.assertComplete;
import static io.ringway.mqtt.Readings.assertSum;
import static io.ringway.mqtt.Readings.firstArrivals;
import static io.ringway.mqtt.Readings.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection is cut in the middle of traffic and comes back in every way there is. */
class ReconnectTest {
    private static final int CUTS = 3;
    private static final int BEFORE = 300;
    private static final int WHILE_AWAY = 500;

    /** Who reconnects, and how. */
    private enum Way {
        THE_CLIENT,
        THE_APPLICATION,
        THE_CLIENT_WITH_A_RESUMED_SESSION,
        THE_APPLICATION_WITH_A_RESUMED_SESSION,
        THE_CLIENT_MQTT_3;

        boolean byTheApplication() {
            return name().startsWith("THE_APPLICATION");
        }

        boolean resumes() {
            return name().endsWith("RESUMED_SESSION");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everythingArrivesInOrder(Way way, @TempDir Path directory) {
        String topic = "reconnect/" + UUID.randomUUID();
        try (Relay relay = new Relay(Brokers.hivemq());
                Subscriber readings = new Subscriber(Brokers.hivemq(), topic + "/t", MqttQos.AT_LEAST_ONCE);
                Subscriber orders = new Subscriber(Brokers.hivemq(), topic + "/c", MqttQos.AT_LEAST_ONCE)) {
            MqttClient client;
            Runnable connect;
            TelemetryBatcher.Builder telemetry;
            CommandQueue.Builder command;
            if (way == Way.THE_CLIENT_MQTT_3) {
                Mqtt3AsyncClient mqtt3 = Clients.mqtt3Reconnecting(relay.port());
                connect = () -> mqtt3.connect().join();
                telemetry = TelemetryBatcher.builder(mqtt3);
                command = CommandQueue.builder(mqtt3);
                client = mqtt3;
            } else {
                Mqtt5AsyncClient mqtt5 =
                        way.byTheApplication() ? Clients.mqtt5(relay.port()) : Clients.reconnecting(relay.port());
                connect = () -> mqtt5.connectWith()
                        .cleanStart(!way.resumes())
                        .sessionExpiryInterval(way.resumes() ? 3600 : 0)
                        .send()
                        .join();
                telemetry = TelemetryBatcher.builder(mqtt5);
                command = CommandQueue.builder(mqtt5);
                client = mqtt5;
            }
            connect.run();
            TelemetryBatcher batcher = telemetry
                    .encoder(TelemetryEncoder.plain(topic + "/t"))
                    .spoolDirectory(directory)
                    .batchSize(20)
                    .linger(Duration.ofMillis(5))
                    .build();
            CommandQueue commands =
                    command.maxQueuedCommands(10_000).drainRate(10_000).build();
            int sent = 0;
            int ordered = 0;
            for (int cut = 0; cut < CUTS; cut++) {
                for (int i = 0; i < BEFORE; i++) {
                    assertThat(batcher.queue(reading("p", sent++))).isTrue();
                    if (i % 10 == 0) {
                        order(commands, topic, ordered++);
                    }
                }
                relay.hold();
                relay.cut();
                await().until(() -> !client.getState().isConnected());
                for (int i = 0; i < WHILE_AWAY; i++) {
                    assertThat(batcher.queue(reading("p", sent++))).isTrue();
                    if (i % 10 == 0) {
                        order(commands, topic, ordered++);
                    }
                }
                assertThat(commands.queuedCommandsCount()).isPositive();
                await().until(() -> batcher.stats().spooled() > 0);
                relay.release();
                if (way.byTheApplication()) {
                    await().ignoreException(CompletionException.class).until(() -> {
                        connect.run();
                        return true;
                    });
                }
            }
            int allSent = sent;
            int allOrdered = ordered;
            await().until(() -> batcher.stats().pending() == 0);
            await().until(() -> commands.stats().published() == allOrdered);
            assertSum(batcher.stats());
            assertThat(batcher.stats().delivered()).isEqualTo(allSent);
            await().until(() -> Readings.distinct(readings.payloads()) == allSent
                    && Readings.distinct(orders.payloads()) == allOrdered);
            assertComplete(firstArrivals(readings.payloads()).get("p"), allSent);
            assertComplete(firstArrivals(orders.payloads()).get("c"), allOrdered);
            batcher.close();
            commands.close();
        }
    }

    private static void order(CommandQueue commands, String topic, int number) {
        assertThat(commands.publish(topic + "/c", ("c:" + number).getBytes(UTF_8), MqttQos.AT_LEAST_ONCE))
                .isNotCompletedExceptionally();
    }
}
