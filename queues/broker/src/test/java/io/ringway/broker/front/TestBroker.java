package io.ringway.broker.front;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import io.ringway.broker.Broker;
import io.ringway.broker.BrokerConfig;
import io.ringway.durable.DurableQueues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A broker and clients of it. */
final class TestBroker implements AutoCloseable {

    static {
        // A machine that builds other things meanwhile is slow; a condition that holds ends the wait at once.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private final Broker broker;

    TestBroker(Path directory) {
        this(new BrokerConfig(directory, "127.0.0.1", 0));
    }

    TestBroker(BrokerConfig config) {
        broker = Broker.start(config);
    }

    int port() {
        return broker.mqttPort();
    }

    int httpPort() {
        return broker.httpPort();
    }

    int grpcPort() {
        return broker.grpcPort();
    }

    DurableQueues queues() {
        return broker.queues();
    }

    Mqtt5ClientBuilder client(String id) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port());
    }

    /** Connects, with a clean session. */
    Mqtt5AsyncClient connect(String id) {
        Mqtt5AsyncClient client = client(id).buildAsync();
        client.toBlocking().connect();
        return client;
    }

    static Mqtt5UserProperties properties(String... namesAndValues) {
        var builder = Mqtt5UserProperties.builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder = builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    static CompletableFuture<Mqtt5PublishResult> publish(
            Mqtt5AsyncClient client, MqttQos qos, String topic, String payload, String... properties) {
        return client.publish(Mqtt5Publish.builder()
                .topic(topic)
                .qos(qos)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .userProperties(properties(properties))
                .build());
    }

    /** Publishes with QoS 1. */
    static CompletableFuture<Mqtt5PublishResult> publish(
            Mqtt5AsyncClient client, String topic, String payload, String... properties) {
        return publish(client, MqttQos.AT_LEAST_ONCE, topic, payload, properties);
    }

    static CompletableFuture<Mqtt5PublishResult> settle(Mqtt5AsyncClient client, String how, Mqtt5Publish delivery) {
        return publish(
                client,
                delivery.getTopic() + "/$" + how,
                "",
                "message-id",
                property(delivery, "message-id"),
                "group-id",
                property(delivery, "group-id"),
                "lease",
                property(delivery, "lease"));
    }

    static String property(Mqtt5Publish publish, String name) {
        return publish.getUserProperties().asList().stream()
                .filter(property -> property.getName().toString().equals(name))
                .map(property -> property.getValue().toString())
                .findFirst()
                .orElse("");
    }

    static String payload(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    /** What comes in for a client. */
    static final class Inbox {
        private final LinkedBlockingQueue<Mqtt5Publish> publishes = new LinkedBlockingQueue<>();

        Inbox(Mqtt5AsyncClient client) {
            client.publishes(MqttGlobalPublishFilter.ALL, publishes::add);
        }

        Mqtt5Publish next() {
            try {
                Mqtt5Publish next = publishes.poll(60, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("nothing came in 60 s");
                }
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        boolean isEmpty() {
            return publishes.isEmpty();
        }

        int size() {
            return publishes.size();
        }
    }

    static Mqtt5SubAck subscribe(Mqtt5AsyncClient client, String filter, String... properties) {
        return subscribe(client.toBlocking(), MqttQos.AT_LEAST_ONCE, filter, properties);
    }

    static Mqtt5SubAck subscribe(Mqtt5BlockingClient client, MqttQos qos, String filter, String... properties) {
        return client.subscribeWith()
                .topicFilter(filter)
                .qos(qos)
                .userProperties(properties(properties))
                .send();
    }

    @Override
    public void close() {
        broker.close();
    }
}
