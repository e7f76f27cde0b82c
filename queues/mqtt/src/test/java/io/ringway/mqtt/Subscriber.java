package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Collects what arrives at a broker. */
final class Subscriber implements AutoCloseable {
    private final Queue<Mqtt5Publish> arrived = new ConcurrentLinkedQueue<>();
    private final String filter;
    private final MqttQos qos;
    private Mqtt5AsyncClient client;

    Subscriber(int port, String filter, MqttQos qos) {
        this.filter = filter;
        this.qos = qos;
        connect(port);
    }

    /** Subscribes at a broker that has come back. */
    void connect(int port) {
        client = Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port).buildAsync();
        client.connect().join();
        client.subscribeWith()
                .topicFilter(filter)
                .qos(qos)
                .callback(arrived::add)
                .send()
                .join();
    }

    List<String> payloads() {
        return arrived.stream()
                .map(publish -> new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8))
                .toList();
    }

    List<Mqtt5Publish> publishes() {
        return List.copyOf(arrived);
    }

    @Override
    public void close() {
        if (client.getState().isConnected()) {
            client.disconnect().join();
        }
    }
}
