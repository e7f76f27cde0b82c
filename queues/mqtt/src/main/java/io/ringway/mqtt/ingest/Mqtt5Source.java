package io.ringway.mqtt.ingest;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** MQTT 5. */
public final class Mqtt5Source implements Source {

    private static final String MESSAGE_ID = "message-id";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Mqtt5AsyncClient client;
    private final long sessionExpirySeconds;
    private final int receiveMaximum;

    /** Uses a client that is not connected. */
    public Mqtt5Source(Mqtt5AsyncClient client, long sessionExpirySeconds, int receiveMaximum) {
        this.client = client;
        this.sessionExpirySeconds = sessionExpirySeconds;
        this.receiveMaximum = receiveMaximum;
    }

    @Override
    public CompletableFuture<?> open(List<String> filters, Sink sink) {
        // Before connecting: the broker sends what it has kept as soon as it has the session. On the thread of the
        // network: the sink does not block.
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> pass(publish, sink), Runnable::run, true);
        List<Mqtt5Subscription> subscriptions = filters.stream()
                .map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        // A restart is no reason to get the retained messages again.
                        .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                        .build())
                .toList();
        return client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(sessionExpirySeconds)
                .restrictions()
                .receiveMaximum(receiveMaximum)
                .applyRestrictions()
                .send()
                .thenCompose(connected ->
                        client.subscribeWith().addSubscriptions(subscriptions).send());
    }

    private static void pass(Mqtt5Publish publish, Sink sink) {
        Runnable acknowledge = publish.getQos() == MqttQos.AT_MOST_ONCE ? null : publish::acknowledge;
        sink.accept(publish.getTopic().toString(), publish.getPayload().orElse(NOTHING), id(publish), acknowledge);
    }

    private static @Nullable String id(Mqtt5Publish publish) {
        for (Mqtt5UserProperty property : publish.getUserProperties().asList()) {
            if (property.getName().toString().equals(MESSAGE_ID)) {
                String id = property.getValue().toString();
                return Payload.fitsAsId(id) ? id : null;
            }
        }
        return null;
    }

    @Override
    public CompletableFuture<?> close() {
        return client.disconnect();
    }
}
