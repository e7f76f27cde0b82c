package io.ringway.benchmarks.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.ringway.benchmarks.ForkSettings;
import io.ringway.mqtt.OverflowPolicy;
import io.ringway.mqtt.Telemetry;
import io.ringway.mqtt.TelemetryBatcher;
import io.ringway.mqtt.TelemetryEncoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Readings a second to a real broker, QoS 1, until the last acknowledgement: batched, and one PUBLISH for each reading.
 *
 * <p>The broker is the installed Mosquitto, started on a free port, or the one that the parameter {@code port} names.
 */
@State(Scope.Benchmark)
public class BrokerBenchmark extends ForkSettings {
    private static final int READINGS = 50_000;
    private static final int UNDER_WAY = 1000;

    /** The port of a broker on this machine; 0 starts Mosquitto. */
    @Param("0")
    public int port;

    private @Nullable Process mosquitto;
    private Mqtt5AsyncClient client;
    private TelemetryBatcher batcher;
    private final Telemetry reading =
            new Telemetry("boiler", 1_700_000_000_000L, Map.of("celsius", 61.5, "bar", 1.25, "on", true));

    /**
     * Starts the broker and connects.
     *
     * @throws IOException when there is no Mosquitto
     */
    @Setup(Level.Trial)
    public void open() throws IOException {
        int target = port;
        if (target == 0) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                target = free.getLocalPort();
            }
            Path configuration = Files.createTempFile("ringway-benchmark", ".conf");
            Files.writeString(
                    configuration,
                    "listener %d 127.0.0.1%nallow_anonymous true%nset_tcp_nodelay true%nmax_inflight_messages 0%n"
                            .formatted(target));
            mosquitto = new ProcessBuilder("/usr/sbin/mosquitto", "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
        client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(target)
                .automaticReconnectWithDefaultConfig()
                .buildAsync();
        client.connect().join();
        batcher = TelemetryBatcher.builder(client)
                .overflow(OverflowPolicy.BLOCK)
                .linger(Duration.ofMillis(5))
                .build();
    }

    /** Ends the broker. */
    @TearDown(Level.Trial)
    public void close() {
        batcher.close();
        client.disconnect().join();
        if (mosquitto != null) {
            mosquitto.destroy();
        }
    }

    /** Sends readings through the batcher. */
    @Benchmark
    @OperationsPerInvocation(READINGS)
    public void batched() {
        long target = batcher.stats().delivered() + READINGS;
        for (int i = 0; i < READINGS; i++) {
            batcher.queue(reading);
        }
        batcher.flush();
        while (batcher.stats().delivered() < target) {
            Thread.yield();
        }
    }

    /**
     * Sends each reading by itself, with many of them under way.
     *
     * @throws InterruptedException if JMH gives up
     */
    @Benchmark
    @OperationsPerInvocation(READINGS)
    public void onePublishEach() throws InterruptedException {
        TelemetryEncoder encoder = TelemetryEncoder.thingsBoardDevice();
        Semaphore room = new Semaphore(UNDER_WAY);
        for (int i = 0; i < READINGS; i++) {
            room.acquire();
            encoder.add(reading, Integer.MAX_VALUE);
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
