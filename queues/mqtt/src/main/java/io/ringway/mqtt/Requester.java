package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests and takes the answers, as MQTT 5 has it: with a response topic and correlation data. The request may
 * go to an ordinary topic or to a durable queue ({@code $queue/...}), where it waits until somebody has time for it.
 * The other side is a {@link Responder}, or anything that publishes to the response topic with the same correlation
 * data.
 *
 * <p>For any thread. Answers that nobody waits for any more are dropped.
 */
public final class Requester implements AutoCloseable {

    private final Mqtt5AsyncClient client;
    private final String responseTopic;
    private final Duration timeout;
    private final Semaphore room;
    private final Map<String, CompletableFuture<Mqtt5Publish>> pending = new ConcurrentHashMap<>();
    private final CompletableFuture<?> subscribed;
    private volatile boolean closed;

    /**
     * Makes a requester, and subscribes to the response topic.
     *
     * @param client a client that is connected; the requester does not close it
     * @param responseTopic where answers come in: a topic that is this requester's alone
     * @param maxPending how many requests may wait for their answer, at least 1
     * @param timeout how long each waits, at least 1 ms
     * @throws IllegalArgumentException if a value is out of range
     */
    public Requester(Mqtt5AsyncClient client, String responseTopic, int maxPending, Duration timeout) {
        this.client = Objects.requireNonNull(client, "client");
        this.responseTopic = Objects.requireNonNull(responseTopic, "responseTopic");
        if (maxPending < 1) {
            throw new IllegalArgumentException("maxPending must be at least 1: " + maxPending);
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout must be at least 1 ms: " + timeout);
        }
        this.timeout = timeout;
        room = new Semaphore(maxPending);
        subscribed = client.subscribeWith()
                .topicFilter(responseTopic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(this::answered)
                .send();
    }

    /**
     * Sends a request with QoS 1.
     *
     * @param topic where to: an ordinary topic, or a queue
     * @param payload what to ask
     * @return the answer; fails with {@link TimeoutException} if none comes in time, with {@link IllegalStateException}
     *     if too many requests wait or the requester is closed, or with what the client fails with, such as a refusal
     *     by the broker
     */
    public CompletableFuture<Mqtt5Publish> request(String topic, byte[] payload) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the requester is closed"));
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "too many requests wait for their answer; ask again later, or raise maxPending"));
        }
        String id = UUID.randomUUID().toString();
        CompletableFuture<Mqtt5Publish> answer = new CompletableFuture<>();
        pending.put(id, answer);
        CompletableFuture<?> unused = subscribed
                .thenCompose(ready -> client.publishWith()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(payload)
                        .responseTopic(responseTopic)
                        .correlationData(id.getBytes(StandardCharsets.US_ASCII))
                        .send())
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
            pending.remove(id);
            room.release();
        });
    }

    private void answered(Mqtt5Publish publish) {
        publish.getCorrelationData().ifPresent(data -> {
            CompletableFuture<Mqtt5Publish> waiting = pending.get(text(data));
            if (waiting != null) {
                waiting.complete(publish);
            }
        });
    }

    private static String text(ByteBuffer data) {
        return StandardCharsets.US_ASCII.decode(data).toString();
    }

    /** Stops taking answers; requests that wait fail. Closing again does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        pending.values()
                .forEach(answer -> answer.completeExceptionally(new IllegalStateException("the requester was closed")));
        CompletableFuture<?> unused =
                client.unsubscribeWith().topicFilter(responseTopic).send();
    }
}
