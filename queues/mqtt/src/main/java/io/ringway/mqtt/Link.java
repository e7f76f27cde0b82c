package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT client of either version, as far as it is used here.
 *
 * <p>The state of the client is looked at, not listened to: a look finds every reconnection, whoever made it and
 * however, and needs nothing of the one who built the client.
 */
interface Link {

    /**
     * A connection while it lasts. Two are the same if {@code identity} is: each CONNACK brings another.
     *
     * @param identity what tells connections apart
     * @param sendMaximum the most unacknowledged publishes that the broker takes
     * @param packetSize the largest packet that the broker takes, in bytes
     */
    record Connection(Object identity, int sendMaximum, int packetSize) {
        boolean isSameAs(@Nullable Connection other) {
            return other != null && identity == other.identity;
        }
    }

    /** The largest packet that the protocol can express: all that MQTT 3.1.1 says about it. */
    int LARGEST_PACKET = 268_435_460;

    /** Returns the present connection, {@code null} if there is none. */
    @Nullable
    Connection connection();

    /** Publishes. The future ends with the acknowledgement, or fails. */
    CompletableFuture<?> publish(String topic, byte[] payload, MqttQos qos);

    /** Ends the connection, and the client's own attempts to have one. */
    CompletableFuture<?> disconnect();

    /** Returns why a publish that has ended failed; {@code null} if it was acknowledged. */
    static @Nullable Throwable failureOf(CompletableFuture<?> published) {
        try {
            published.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (RuntimeException e) {
            return e;
        }
    }

    static Link of(Mqtt5Client client) {
        Mqtt5AsyncClient async = client.toAsync();
        return new Link() {
            @Override
            public @Nullable Connection connection() {
                return async.getState().isConnected()
                        ? async.getConfig()
                                .getConnectionConfig()
                                .map(config -> new Connection(
                                        config,
                                        config.getRestrictionsForClient().getSendMaximum(),
                                        config.getRestrictionsForClient().getSendMaximumPacketSize()))
                                .orElse(null)
                        : null;
            }

            @Override
            public CompletableFuture<?> publish(String topic, byte[] payload, MqttQos qos) {
                return async.publishWith()
                        .topic(topic)
                        .qos(qos)
                        .payload(payload)
                        .send();
            }

            @Override
            public CompletableFuture<?> disconnect() {
                return async.disconnect();
            }
        };
    }

    static Link of(Mqtt3Client client) {
        Mqtt3AsyncClient async = client.toAsync();
        return new Link() {
            @Override
            public @Nullable Connection connection() {
                return async.getState().isConnected()
                        ? async.getConfig()
                                .getConnectionConfig()
                                .map(config -> new Connection(
                                        config,
                                        config.getRestrictionsForClient().getSendMaximum(),
                                        LARGEST_PACKET))
                                .orElse(null)
                        : null;
            }

            @Override
            public CompletableFuture<?> publish(String topic, byte[] payload, MqttQos qos) {
                return async.publishWith()
                        .topic(topic)
                        .qos(qos)
                        .payload(payload)
                        .send();
            }

            @Override
            public CompletableFuture<?> disconnect() {
                return async.disconnect();
            }
        };
    }
}
