package io.ringway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of batches, turn by turn: here connections change and outcomes come between two turns, not within one. */
class BatchingAgentTest {
    private final List<String> sent = new ArrayList<>();
    private final Queue<CompletableFuture<Object>> underWay = new ArrayDeque<>();
    private final Lanes queue = new Lanes(64, false);
    private Link.@Nullable Connection connection;

    private final Link link = new Link() {
        @Override
        public @Nullable Connection connection() {
            return connection;
        }

        @Override
        public CompletableFuture<?> publish(String topic, byte[] payload, MqttQos qos) {
            sent.add(new String(payload, UTF_8));
            CompletableFuture<Object> acknowledgement = new CompletableFuture<>();
            underWay.add(acknowledgement);
            return acknowledgement;
        }

        @Override
        public CompletableFuture<?> disconnect() {
            return CompletableFuture.completedFuture("disconnected");
        }
    };

    private BatchingAgent agent(int batchSize, Duration linger, @Nullable SpoolStore store) {
        return new BatchingAgent(
                link,
                queue,
                new TelemetryBatcher.Builder(link)
                        .encoder(TelemetryEncoder.plain("t"))
                        .batchSize(batchSize)
                        .linger(linger),
                store);
    }

    private void connect(int packetSize) {
        connection = new Link.Connection(new Object(), 10, packetSize);
    }

    private void offer(String... readings) {
        for (String reading : readings) {
            queue.queue(Telemetry.ofPayload(reading));
        }
    }

    private void acknowledgeAll() {
        underWay.forEach(acknowledgement -> acknowledgement.complete("acknowledged"));
        underWay.clear();
    }

    private void failAll() {
        underWay.forEach(acknowledgement -> acknowledgement.completeExceptionally(new IllegalStateException("lost")));
        underWay.clear();
    }

    @Test
    void aBrokerOfSmallerPacketsGetsSmallerBatchesInOrder() {
        BatchingAgent agent = agent(4, Duration.ofHours(1), null);
        connect(1000);
        offer("a", "b", "c", "d", "e", "f", "g");
        agent.doWork();
        assertThat(sent).containsExactly("a\nb\nc\nd");
        failAll();
        connect(20); // three bytes are left for a payload
        agent.doWork();
        acknowledgeAll();
        agent.doWork();
        agent.flush();
        agent.doWork();
        assertThat(sent.subList(1, sent.size())).containsExactly("a\nb", "c\nd", "e\nf", "g");
        acknowledgeAll();
        agent.doWork();
        assertThat(agent.progress().delivered()).isEqualTo(7);
    }

    @Test
    void nothingNewIsSentWhileTheOutcomeOnAnotherConnectionIsOpen() {
        BatchingAgent agent = agent(1, Duration.ZERO, null);
        connect(1000);
        offer("a");
        agent.doWork();
        connect(1000);
        offer("b");
        agent.doWork();
        assertThat(sent).containsExactly("a");
        failAll();
        agent.doWork();
        assertThat(sent).containsExactly("a", "a");
        agent.doWork();
        assertThat(sent).containsExactly("a", "a", "b");
    }

    @Test
    void noBatchIsOfTheSpoolAndOfLiveReadings(@TempDir Path directory) {
        try (SpoolStore store = SpoolStore.forTelemetry(directory, 1 << 20, Duration.ofDays(1))) {
            BatchingAgent agent = agent(10, Duration.ZERO, store);
            offer("a", "b");
            agent.doWork();
            assertThat(agent.progress().spooled()).isEqualTo(2);
            connect(1000);
            offer("c");
            agent.doWork();
            assertThat(sent).containsExactly("a\nb", "c");
            acknowledgeAll();
            agent.doWork();
            assertThat(store.head()).isEqualTo(2);
        }
    }
}
