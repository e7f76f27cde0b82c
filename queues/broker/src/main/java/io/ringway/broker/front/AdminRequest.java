package io.ringway.broker.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.builder.PublishBuilder;
import com.hivemq.extension.sdk.api.services.publish.PublishToClientResult;
import io.ringway.broker.Access;
import io.ringway.durable.QueueConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What is published to {@code $admin/queue/create} and {@code $admin/queue/<name>/config}. The outcome is in the
 * acknowledgement, and also published to the response topic if there is one: to the client that asks, and to nobody
 * else, whatever the topic.
 */
final class AdminRequest {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final Hub hub;
    private final Client client;
    private final Route route;
    private final byte[] payload;
    private final Optional<String> responseTopic;
    private final Optional<ByteBuffer> correlation;

    AdminRequest(Hub hub, Client client, Route route, PublishPacket packet) {
        this.hub = hub;
        this.client = client;
        this.route = route;
        payload = Packets.bytes(packet.getPayload().orElse(null));
        responseTopic = packet.getResponseTopic();
        correlation = packet.getCorrelationData().map(data -> ByteBuffer.wrap(Packets.bytes(data)));
    }

    /**
     * Carries the request out. Blocks.
     *
     * @throws RuntimeException if it fails; then the client has been told on its response topic
     */
    void run() {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            QueueConfig config = route.kind() == Route.Kind.CREATE ? create() : configure();
            answer.put("ok", true);
            answer.put("config", config.toMap());
        } catch (RuntimeException e) {
            answer.put("ok", false);
            answer.put("error", Refused.of(e).reason());
            throw e;
        } finally {
            responseTopic.ifPresent(topic -> respond(topic, answer));
        }
    }

    private QueueConfig create() {
        QueueConfig config = QueueConfig.fromMap(read());
        requireAdmin(config.name());
        requireDeadLetters(config);
        hub.create(config);
        return config;
    }

    private QueueConfig configure() {
        requireAdmin(route.queue());
        QueueConfig before = hub.queues().get(route.queue());
        if (payload.length == 0) {
            return before;
        }
        QueueConfig after = before.with(read());
        requireDeadLetters(after);
        return hub.update(after);
    }

    private void requireDeadLetters(QueueConfig config) {
        if (!Access.ownsDeadLetters(config)) {
            requireAdmin(config.dlqConfig().topic());
        }
    }

    private void requireAdmin(String queue) {
        if (!client.permits(Access.Action.ADMIN, queue)) {
            throw new Refused(AckReasonCode.NOT_AUTHORIZED, "not allowed to administer " + queue);
        }
    }

    private Map<String, Object> read() {
        try {
            Map<String, Object> read = JSON.readValue(payload, MAP);
            if (read != null) {
                return read;
            }
        } catch (JsonProcessingException e) {
            throw new Refused(
                    AckReasonCode.PAYLOAD_FORMAT_INVALID,
                    "the payload is not a JSON object: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new Refused(AckReasonCode.PAYLOAD_FORMAT_INVALID, "the payload is not a JSON object: null");
    }

    private void respond(String topic, Map<String, Object> answer) {
        try {
            PublishBuilder publish = Builders.publish()
                    .topic(topic)
                    .qos(Qos.AT_LEAST_ONCE)
                    .contentType("application/json")
                    .payload(ByteBuffer.wrap(JSON.writeValueAsBytes(answer)));
            correlation.ifPresent(publish::correlationData);
            CompletableFuture<PublishToClientResult> unused =
                    Services.publishService().publishToClient(publish.build(), client.id());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
