package io.ringway.mqtt.ingest;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** MQTT 3.1.1. */
public final class Mqtt3Source implements Source {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Mqtt3AsyncClient client;

    /** Uses a client that is not connected. */
    public Mqtt3Source(Mqtt3AsyncClient client) {
        this.client = client;
    }

    @Override
    public CompletableFuture<?> open(List<String> filters, Sink sink) {
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> pass(publish, sink), Runnable::run, true);
        List<Mqtt3Subscription> subscriptions = filters.stream()
                .map(filter -> Mqtt3Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build())
                .toList();
        return client.connectWith()
                .cleanSession(false)
                .send()
                .thenCompose(connected ->
                        client.subscribeWith().addSubscriptions(subscriptions).send());
    }

    private static void pass(Mqtt3Publish publish, Sink sink) {
        Runnable acknowledge = publish.getQos() == MqttQos.AT_MOST_ONCE ? null : publish::acknowledge;
        sink.accept(publish.getTopic().toString(), publish.getPayload().orElse(NOTHING), null, acknowledge);
    }

    @Override
    public CompletableFuture<?> close() {
        return client.disconnect();
    }
}
