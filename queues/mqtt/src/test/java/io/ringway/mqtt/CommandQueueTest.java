package io.ringway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringway.mqtt.micrometer.CommandMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandQueueTest {
    private final String topic = "command/" + UUID.randomUUID();

    private CompletableFuture<CommandOutcome> send(CommandQueue commands, int number) {
        return commands.publish(topic, Integer.toString(number).getBytes(UTF_8), MqttQos.AT_LEAST_ONCE);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static void assertSum(CommandStats stats) {
        assertThat(stats.offered() + stats.recovered())
                .as("%s", stats)
                .isEqualTo(stats.published()
                        + stats.failed()
                        + stats.queued()
                        + stats.underWay()
                        + stats.dropped().values().stream().mapToLong(it -> it).sum());
    }

    @Test
    void connectedPublishesAtOnce() {
        Mqtt5AsyncClient client = Clients.connected(Brokers.hivemq());
        try (CommandQueue commands = CommandQueue.builder(client).build();
                Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.EXACTLY_ONCE)) {
            for (MqttQos qos : MqttQos.values()) {
                assertThat(commands.publish(topic, new byte[] {1}, qos).join()).isEqualTo(CommandOutcome.PUBLISHED);
            }
            await().until(() -> subscriber.publishes().size() == 3);
            assertThat(commands.queuedCommandsCount()).isZero();
            assertSum(commands.stats());
        }
        client.disconnect().join();
    }

    @Test
    void hundredAndFiftyIntoAHundredLeaveTheNewestHundredInOrder() {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        try (CommandQueue commands = CommandQueue.builder(client).build();
                Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.EXACTLY_ONCE)) {
            for (int i = 0; i < 150; i++) {
                assertThat(send(commands, i).join()).isEqualTo(CommandOutcome.QUEUED);
            }
            assertThat(commands.queuedCommandsCount()).isEqualTo(100);
            client.connect().join();
            await().until(() -> commands.stats().published() == 100);
            await().until(() -> subscriber.payloads().size() == 100);
            assertThat(subscriber.payloads()).containsExactlyElementsOf(numbers(50, 150));
            assertThat(commands.stats().dropped().get(CommandDropReason.OVERFLOW))
                    .isEqualTo(50);
            assertSum(commands.stats());
        }
        client.disconnect().join();
    }

    @Test
    void qosIsKept() {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        try (CommandQueue commands = CommandQueue.builder(client).build();
                Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.EXACTLY_ONCE)) {
            for (MqttQos qos : MqttQos.values()) {
                commands.publish(topic, new byte[] {1}, qos);
            }
            client.connect().join();
            await().until(() -> subscriber.publishes().size() == 3);
            assertThat(subscriber.publishes().stream().map(Mqtt5Publish::getQos))
                    .containsExactly(MqttQos.values());
        }
        client.disconnect().join();
    }

    @Test
    void disabledFailsFast() {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        try (CommandQueue commands = CommandQueue.builder(client).enabled(false).build()) {
            assertThatThrownBy(() -> send(commands, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("disabled");
            client.connect().join();
            assertThat(send(commands, 1).join()).isEqualTo(CommandOutcome.PUBLISHED);
            assertSum(commands.stats());
        }
        client.disconnect().join();
    }

    @Test
    void manualDisconnectClears() {
        Mqtt5AsyncClient client = Clients.reconnecting(Brokers.hivemq());
        try (Relay relay = new Relay(Brokers.hivemq());
                CommandQueue commands = CommandQueue.builder(client).build()) {
            send(commands, 0);
            assertThat(commands.queuedCommandsCount()).isEqualTo(1);
            commands.disconnect().exceptionally(failure -> null).join();
            assertThat(commands.queuedCommandsCount()).isZero();
            assertThat(commands.stats().dropped().get(CommandDropReason.CLEARED))
                    .isEqualTo(1);
            assertSum(commands.stats());
        }
    }

    @Test
    void theClientsOwnDisconnectClearsWhereTheQueueListens() {
        AtomicReference<CommandQueue> listener = new AtomicReference<>();
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(Brokers.hivemq())
                .addDisconnectedListener(context -> listener.get().onDisconnected(context))
                .buildAsync();
        try (CommandQueue commands = CommandQueue.builder(client).drainRate(1).build()) {
            listener.set(commands);
            for (int i = 0; i < 10; i++) {
                send(commands, i);
            }
            client.connect().join();
            client.disconnect().join();
            await().until(() -> commands.stats().dropped().get(CommandDropReason.CLEARED) >= 8);
            assertThat(commands.queuedCommandsCount()).isZero();
        }
    }

    @Test
    void clearCommandQueueDropsWhatWaits() {
        try (CommandQueue commands = CommandQueue.builder(Clients.mqtt5(1)).build()) {
            send(commands, 0);
            send(commands, 1);
            commands.clearCommandQueue();
            assertThat(commands.queuedCommandsCount()).isZero();
            assertSum(commands.stats());
        }
    }

    @Test
    void staleCommandsAreNotSent() {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        try (CommandQueue commands =
                        CommandQueue.builder(client).maxAge(Duration.ZERO).build();
                Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.EXACTLY_ONCE)) {
            send(commands, 0);
            await().until(() -> commands.stats().dropped().get(CommandDropReason.EXPIRED) == 1);
            client.connect().join();
            assertThat(send(commands, 1).join()).isEqualTo(CommandOutcome.PUBLISHED);
            await().until(() -> !subscriber.payloads().isEmpty());
            assertThat(subscriber.payloads()).containsExactly("1");
            assertSum(commands.stats());
        }
        client.disconnect().join();
    }

    /** The broker refuses one topic. Its command goes back to the front, and the rest waits for the next connection. */
    @Test
    void theFirstFailureStopsTheDrain() {
        String refused = topic + "/refused";
        Brokers.refuse(refused, AckReasonCode.NOT_AUTHORIZED);
        AtomicInteger acknowledgements = new AtomicInteger();
        Mqtt5AsyncClient client = countingAcknowledgements(acknowledgements);
        try (CommandQueue commands = CommandQueue.builder(client).build();
                Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic + "/#", MqttQos.AT_LEAST_ONCE)) {
            send(commands, 0);
            CompletableFuture<CommandOutcome> queued =
                    commands.publish(refused, "x".getBytes(UTF_8), MqttQos.AT_LEAST_ONCE);
            assertThat(queued).isCompletedWithValue(CommandOutcome.QUEUED);
            send(commands, 1);
            client.connect().join();
            await().until(() -> acknowledgements.get() == 2
                    && commands.stats().underWay() == 0
                    && commands.queuedCommandsCount() == 2);
            CompletableFuture<?> direct = commands.publish(refused, new byte[0], MqttQos.AT_LEAST_ONCE);
            assertThatThrownBy(direct::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(Mqtt5PubAckException.class);
            assertThat(send(commands, 2).join()).isEqualTo(CommandOutcome.PUBLISHED);
            assertThat(commands.queuedCommandsCount()).isEqualTo(2);
            client.disconnect().join();

            Brokers.accept(refused);
            client.connect().join();
            await().until(() -> commands.stats().published() == 4);
            await().until(() -> subscriber.payloads().size() == 4);
            assertThat(subscriber.payloads()).containsExactly("0", "2", "x", "1");
            assertSum(commands.stats());
        }
        client.disconnect().join();
    }

    private static Mqtt5AsyncClient countingAcknowledgements(AtomicInteger count) {
        return Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(Brokers.hivemq())
                .advancedConfig()
                .interceptors()
                .outgoingQos1Interceptor((config, publish, acknowledgement) -> count.incrementAndGet())
                .applyInterceptors()
                .applyAdvancedConfig()
                .buildAsync();
    }

    @Test
    void aDurableQueueIsThereAfterARestart(@TempDir Path directory) {
        Mqtt5AsyncClient client = Clients.mqtt5(Brokers.hivemq());
        try (CommandQueue commands =
                CommandQueue.builder(client).directory(directory).build()) {
            for (int i = 0; i < 5; i++) {
                send(commands, i);
            }
        }
        try (CommandQueue commands =
                        CommandQueue.builder(client).directory(directory).build();
                Subscriber subscriber = new Subscriber(Brokers.hivemq(), topic, MqttQos.EXACTLY_ONCE)) {
            assertThat(commands.queuedCommandsCount()).isEqualTo(5);
            send(commands, 5);
            client.connect().join();
            await().until(() -> commands.stats().published() == 6);
            await().until(() -> subscriber.payloads().size() == 6);
            assertThat(subscriber.payloads()).containsExactlyElementsOf(numbers(0, 6));
            assertSum(commands.stats());
        }
        try (CommandQueue commands =
                CommandQueue.builder(client).directory(directory).build()) {
            assertThat(commands.queuedCommandsCount()).isZero();
        }
        client.disconnect().join();
    }

    /** As a queue that listens to its client is, when the application ends first the one and then the other. */
    @Test
    void whatWasKeptAtTheEndIsNotClearedAfterwards(@TempDir Path directory) {
        CommandQueue commands =
                CommandQueue.builder(Clients.mqtt5(1)).directory(directory).build();
        send(commands, 0);
        commands.close();
        commands.clearCommandQueue();
        assertThat(commands.queuedCommandsCount()).isEqualTo(1);
        assertThat(commands.stats().dropped().get(CommandDropReason.CLEARED)).isZero();
        try (CommandQueue again =
                CommandQueue.builder(Clients.mqtt5(1)).directory(directory).build()) {
            assertThat(again.queuedCommandsCount()).isEqualTo(1);
        }
    }

    @Test
    void badInputIsRefused() {
        try (CommandQueue commands = CommandQueue.builder(Clients.mqtt5(1)).build()) {
            for (String bad : List.of("", "a/+", "#", "a\u0000b")) {
                assertThatThrownBy(() -> commands.publish(bad, new byte[0], MqttQos.AT_LEAST_ONCE))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(commands.stats().offered()).isZero();
        }
        CommandQueue.Builder builder = CommandQueue.builder(Clients.mqtt5(1));
        assertThatThrownBy(() -> builder.maxQueuedCommands(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.drainRate(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxAge(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsTakenAfterTheEnd() {
        CommandQueue commands = CommandQueue.builder(Clients.mqtt5(1)).build();
        send(commands, 0);
        commands.close();
        commands.close();
        assertThatThrownBy(() -> send(commands, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(commands.stats().dropped().get(CommandDropReason.CLOSED)).isEqualTo(1);
        assertSum(commands.stats());
    }

    @Test
    void metersShowTheStats() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (CommandQueue commands =
                CommandQueue.builder(Clients.mqtt5(1)).maxQueuedCommands(1).build()) {
            new CommandMetrics(commands, "c").bindTo(registry);
            send(commands, 0);
            send(commands, 1);
            assertThat(registry.get("ringway.commands.queued").gauge().value()).isEqualTo(1);
            assertThat(registry.get("ringway.commands.offered")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
            assertThat(registry.get("ringway.commands.dropped")
                            .tag("reason", "OVERFLOW")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        }
    }
}
