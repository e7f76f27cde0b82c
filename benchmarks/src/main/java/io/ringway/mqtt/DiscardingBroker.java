package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A broker in the place of a network, so that a benchmark measures the batcher alone: it acknowledges everything at
 * once, or isn't there.
 */
public final class DiscardingBroker {

    private DiscardingBroker() {}

    /**
     * Begins to make a batcher.
     *
     * @param isThere whether the broker is connected
     * @return the settings
     */
    public static TelemetryBatcher.Builder batcher(boolean isThere) {
        Link.@Nullable Connection connection = isThere ? new Link.Connection(new Object(), 65_535, 1 << 28) : null;
        CompletableFuture<Object> acknowledged = CompletableFuture.completedFuture(new Object());
        return new TelemetryBatcher.Builder(new Link() {
            @Override
            public @Nullable Connection connection() {
                return connection;
            }

            @Override
            public CompletableFuture<?> publish(String topic, byte[] payload, MqttQos qos) {
                return acknowledged;
            }

            @Override
            public CompletableFuture<?> disconnect() {
                return acknowledged;
            }
        });
    }
}
