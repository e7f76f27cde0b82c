package io.ringway.mqtt.ingest;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where messages come from: a broker, in one of the versions of MQTT. It connects again by itself. */
public interface Source {

    /**
     * Connects to the session of this client and subscribes at QoS 1.
     *
     * @return completes once the broker has confirmed the subscriptions
     */
    CompletableFuture<?> open(List<String> filters, Sink sink);

    /** Sends the acknowledgements given so far and disconnects; the session remains. */
    CompletableFuture<?> close();

    /** Takes what arrives, in order; must neither block nor throw. */
    interface Sink {
        /** The identity is what an MQTT 5 publisher said; what has to be acknowledged comes with a way to do it. */
        void accept(String topic, ByteBuffer payload, @Nullable String id, @Nullable Runnable acknowledge);
    }
}
