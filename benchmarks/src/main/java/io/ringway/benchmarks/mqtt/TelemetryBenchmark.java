package io.ringway.benchmarks.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.ringway.benchmarks.Elements;
import io.ringway.benchmarks.ForkSettings;
import io.ringway.mqtt.OverflowPolicy;
import io.ringway.mqtt.Telemetry;
import io.ringway.mqtt.TelemetryBatcher;
import io.ringway.mqtt.TelemetryEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Readings to a real broker, QoS 1, until the last acknowledgement: batched, and one PUBLISH for each reading. */
@State(Scope.Benchmark)
public class TelemetryBenchmark extends ForkSettings {

    private static final int BATCHED = 20_000;
    private static final int SINGLE = 500;
    private static final int UNDER_WAY = 1000;
    private static final Telemetry READING =
            new Telemetry("boiler", 1_700_000_000_000L, Map.of("celsius", 61.5, "bar", 1.25, "on", true));

    /** Name of the contender. */
    @Param({"ringway.TelemetryBatcher", "hivemq.publish-for-each"})
    public String queue;

    private EmbeddedBroker broker;
    private Mqtt5AsyncClient client;
    private TelemetryBatcher batcher;
    private final TelemetryEncoder encoder = TelemetryEncoder.thingsBoardDevice();

    /**
     * Starts the broker and connects.
     *
     * @throws IOException if the broker can't be started
     */
    @Setup(Level.Trial)
    public void open() throws IOException {
        broker = EmbeddedBroker.start();
        client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildAsync();
        client.connect().join();
        batcher = TelemetryBatcher.builder(client)
                .overflow(OverflowPolicy.BLOCK)
                .linger(Duration.ofMillis(5))
                .build();
    }

    /**
     * Disconnects.
     *
     * @throws IOException if the broker's files can't be deleted
     */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        batcher.close();
        client.disconnect().join();
        broker.close();
    }

    /**
     * Sends some readings and waits for their acknowledgement.
     *
     * @param sent counts them
     * @throws InterruptedException if JMH gives up
     */
    @Benchmark
    public void readings(Elements sent) throws InterruptedException {
        if (queue.startsWith("ringway.")) {
            batched();
            sent.elements += BATCHED;
        } else {
            single();
            sent.elements += SINGLE;
        }
    }

    private void batched() {
        long target = batcher.stats().delivered() + BATCHED;
        for (int i = 0; i < BATCHED; i++) {
            batcher.queue(READING);
        }
        batcher.flush();
        while (batcher.stats().delivered() < target) {
            Thread.yield();
        }
    }

    private void single() throws InterruptedException {
        Semaphore room = new Semaphore(UNDER_WAY);
        for (int i = 0; i < SINGLE; i++) {
            room.acquire();
            encoder.add(READING, Integer.MAX_VALUE);
            CompletableFuture<?> unused = client.publishWith()
                    .topic(encoder.topic())
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(encoder.finish())
                    .send()
                    .whenComplete((result, failure) -> room.release());
        }
        room.acquire(UNDER_WAY);
    }
}
