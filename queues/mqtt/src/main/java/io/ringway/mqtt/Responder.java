package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests and publishes the answers to their response topics, with their correlation data.
 *
 * <p>A request that comes from a durable queue ({@code $queue/...}) is settled: acknowledged once its answer has
 * arrived at the broker, given back as failed if the handler or the answer fails, so that it is tried again. A request
 * from an ordinary topic that fails has no answer. A request without a response topic is handled as well.
 */
public final class Responder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final String QUEUES = "$queue/";
    private static final Set<String> SETTLING = Set.of("message-id", "group-id", "lease");

    private final Mqtt5AsyncClient client;
    private final String topic;
    private final Function<? super Mqtt5Publish, ? extends CompletionStage<byte[]>> handler;
    private final CompletableFuture<?> subscribed;

    /**
     * Makes a responder, and subscribes to the topic of the requests.
     *
     * @param client a client that is connected; the responder does not close it
     * @param topic where requests come in: an ordinary topic or filter, or a queue
     * @param handler answers a request; it is called by the client's thread and must not block
     */
    public Responder(
            Mqtt5AsyncClient client,
            String topic,
            Function<? super Mqtt5Publish, ? extends CompletionStage<byte[]>> handler) {
        this.client = Objects.requireNonNull(client, "client");
        this.topic = Objects.requireNonNull(topic, "topic");
        this.handler = Objects.requireNonNull(handler, "handler");
        subscribed = client.subscribeWith()
                .topicFilter(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(this::handle)
                .send();
    }

    /**
     * Tells when requests are taken.
     *
     * @return completes once the broker has granted the subscription; fails if it has not
     */
    public CompletableFuture<Void> ready() {
        return subscribed.thenApply(granted -> null);
    }

    private void handle(Mqtt5Publish request) {
        CompletableFuture<?> unused = ask(request)
                .thenCompose(answer -> answer(request, answer))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.warn("A request from {} was not answered", request.getTopic(), failure);
                    }
                    if (request.getTopic().toString().startsWith(QUEUES)) {
                        settle(request, failure == null ? "/$ack" : "/$nack");
                    }
                });
    }

    private CompletableFuture<byte[]> ask(Mqtt5Publish request) {
        try {
            return handler.apply(request).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<?> answer(Mqtt5Publish request, byte[] answer) {
        if (request.getResponseTopic().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Mqtt5PublishBuilder.Complete publish = Mqtt5Publish.builder()
                .topic(request.getResponseTopic().get())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(answer);
        if (request.getCorrelationData().isPresent()) {
            publish = publish.correlationData(request.getCorrelationData().get());
        }
        return client.publish(publish.build());
    }

    private void settle(Mqtt5Publish request, String how) {
        Mqtt5UserPropertiesBuilder properties = Mqtt5UserProperties.builder();
        for (Mqtt5UserProperty property : request.getUserProperties().asList()) {
            if (SETTLING.contains(property.getName().toString())) {
                properties = properties.add(property);
            }
        }
        CompletableFuture<?> unused = client.publishWith()
                .topic(request.getTopic() + how)
                .qos(MqttQos.AT_LEAST_ONCE)
                .userProperties(properties.build())
                .send()
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.warn("A request from {} was not settled; it comes again", request.getTopic(), failure);
                    }
                });
    }

    /** Takes no more requests; those that are being handled are answered. Closing again does nothing. */
    @Override
    public void close() {
        CompletableFuture<?> unused =
                client.unsubscribeWith().topicFilter(topic).send();
    }
}
