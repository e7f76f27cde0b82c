package io.ringway.broker.front;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.ringway.durable.QueueConfig;
import io.ringway.mqtt.Requester;
import io.ringway.mqtt.Responder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that wait in a durable queue. */
class RequestOverQueueTest {

    private static final String QUEUE = "$queue/sums";

    @Test
    void aRequestIsTriedAgainUntilItIsAnsweredAndThenSettled(@TempDir Path directory) {
        try (TestBroker broker = new TestBroker(directory)) {
            broker.queues()
                    .create(QueueConfig.fromMap(
                            Map.of("name", QUEUE, "retry_policy", Map.of("initial_backoff", "10ms"))));
            Mqtt5AsyncClient asking = broker.connect("asking");
            Mqtt5AsyncClient answering = broker.connect("adder-1");
            AtomicInteger attempts = new AtomicInteger();
            try (Requester requester = new Requester(asking, "answers/asking", 10, Duration.ofMinutes(1))) {
                // Nobody listens yet: the request waits in the queue.
                CompletableFuture<String> answer = requester
                        .request(QUEUE, "1+1".getBytes(UTF_8))
                        .thenApply(publish -> new String(publish.getPayloadAsBytes(), UTF_8));
                try (Responder responder = new Responder(answering, QUEUE, request -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return CompletableFuture.completedFuture("2".getBytes(UTF_8));
                })) {
                    responder.ready().join();
                    assertThat(answer.join()).isEqualTo("2");
                    assertThat(attempts).hasValue(2);
                    await().until(() -> broker.queues().stats(QUEUE).depth() == 0);
                }
            }
            asking.disconnect().join();
            answering.disconnect().join();
        }
    }
}
