package io.ringway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The look of the command queue at the client goes on whatever happens in it. */
class CommandLookTest {
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean connected;
    private volatile boolean failing;

    private final Link link = new Link() {
        private final Connection connection = new Connection(this, 10, LARGEST_PACKET);

        @Override
        public @Nullable Connection connection() {
            if (failing) {
                failures.incrementAndGet();
                throw new NoClassDefFoundError("a part of the client");
            }
            return connected ? connection : null;
        }

        @Override
        public CompletableFuture<?> publish(String topic, byte[] payload, MqttQos qos) {
            sent.incrementAndGet();
            return CompletableFuture.completedFuture("acknowledged");
        }

        @Override
        public CompletableFuture<?> disconnect() {
            return CompletableFuture.completedFuture("disconnected");
        }
    };

    @Test
    void anErrorDoesNotEndIt() {
        try (CommandQueue commands = new CommandQueue.Builder(link).build()) {
            assertThat(commands.publish("a", new byte[0], MqttQos.AT_LEAST_ONCE))
                    .isCompletedWithValue(CommandOutcome.QUEUED);
            failing = true;
            await().atMost(Duration.ofMinutes(1)).until(() -> failures.get() >= 3);
            failing = false;
            connected = true;
            await().atMost(Duration.ofMinutes(1)).until(() -> commands.stats().published() == 1);
            assertThat(sent).hasValue(1);
        }
    }
}
