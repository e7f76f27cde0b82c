package io.ringway.benchmarks.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.ringway.benchmarks.Elements;
import io.ringway.benchmarks.ForkSettings;
import io.ringway.mqtt.CommandQueue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A hundred commands that are queued while there is no connection, then the connection, then every command in its order
 * to the acknowledgement of the last: by the command queue, and by what it replaced, a deque behind a lock from which
 * one command after the other is sent.
 */
@State(Scope.Benchmark)
public class ReconnectBenchmark extends ForkSettings {

    private static final int COMMANDS = 100;
    private static final byte[] ON = "on".getBytes(StandardCharsets.UTF_8);

    /** Name of the contender. */
    @Param({"ringway.CommandQueue", "original.deque-and-lock"})
    public String queue;

    private EmbeddedBroker broker;
    private Mqtt5AsyncClient client;
    private CommandQueue commands;
    private final LockedDeque<byte[]> deque = new LockedDeque<>(COMMANDS, true);

    /**
     * Starts the broker.
     *
     * @throws IOException if it can't be started
     */
    @Setup(Level.Trial)
    public void open() throws IOException {
        broker = EmbeddedBroker.start();
        client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildAsync();
        commands = CommandQueue.builder(client)
                .maxQueuedCommands(COMMANDS)
                .drainRate(1_000_000)
                .build();
    }

    /**
     * Ends the broker.
     *
     * @throws IOException if its files can't be deleted
     */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        commands.close();
        broker.close();
    }

    /**
     * One outage.
     *
     * @param sent counts the commands
     */
    @Benchmark
    public void outage(Elements sent) {
        if (queue.startsWith("ringway.")) {
            long target = commands.stats().published() + COMMANDS;
            for (int i = 0; i < COMMANDS; i++) {
                commands.publish("lamp/set", ON, MqttQos.AT_LEAST_ONCE).join();
            }
            client.connect().join();
            while (commands.stats().published() < target) {
                LockSupport.parkNanos(50_000); // a spinning reader would hold the queue up: the figures have its lock
            }
        } else {
            for (int i = 0; i < COMMANDS; i++) {
                deque.offer(ON);
            }
            client.connect().join();
            for (byte[] next = deque.poll(); next != null; next = deque.poll()) {
                client.publishWith()
                        .topic("lamp/set")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(next)
                        .send()
                        .join();
            }
        }
        sent.elements += COMMANDS;
        client.disconnect().join();
    }
}
