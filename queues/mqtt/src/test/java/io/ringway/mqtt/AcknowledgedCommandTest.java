package io.ringway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens on the thread of the client that brings an acknowledgement: here there is no other. */
class AcknowledgedCommandTest {
    private static final int DRAIN_RATE = 1_000_000;

    private final List<String> sent = new ArrayList<>();
    private final Queue<CompletableFuture<Object>> underWay = new ArrayDeque<>();
    private boolean connected;

    private final Link link = new Link() {
        private final Connection connection = new Connection(this, 10, LARGEST_PACKET);

        @Override
        public @Nullable Connection connection() {
            return connected ? connection : null;
        }

        @Override
        public CompletableFuture<?> publish(String topic, byte[] payload, MqttQos qos) {
            sent.add(topic);
            CompletableFuture<Object> acknowledgement = new CompletableFuture<>();
            underWay.add(acknowledgement);
            return acknowledgement;
        }

        @Override
        public CompletableFuture<?> disconnect() {
            return CompletableFuture.completedFuture("disconnected");
        }
    };

    private final CommandQueue commands =
            new CommandQueue(new CommandQueue.Builder(link).drainRate(DRAIN_RATE), null, ended());

    private static ScheduledExecutorService ended() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        executor.shutdown();
        return executor;
    }

    private CompletableFuture<CommandOutcome> publish(String topic) {
        return commands.publish(topic, new byte[0], MqttQos.AT_LEAST_ONCE);
    }

    /** Until then the queue sends nothing: the clock is what it looks at. */
    private static void awaitDrainInterval() {
        long since = System.nanoTime();
        while (System.nanoTime() - since <= TimeUnit.SECONDS.toNanos(1) / DRAIN_RATE) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theNextQueuedCommandGoesOutAtOnce() {
        publish("a");
        publish("b");
        connected = true;
        commands.look();
        assertThat(sent).containsExactly("a");
        awaitDrainInterval();
        underWay.remove().complete("acknowledged");
        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void theSenderIsToldThoughTheThreadOfTheQueueHasEnded() {
        connected = true;
        CompletableFuture<CommandOutcome> outcome = publish("a");
        underWay.remove().complete("acknowledged");
        assertThat(outcome).isCompletedWithValue(CommandOutcome.PUBLISHED);
        assertThat(commands.stats().published()).isEqualTo(1);
    }
}
