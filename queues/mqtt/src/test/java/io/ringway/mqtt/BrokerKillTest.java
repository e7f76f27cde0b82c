package io.ringway.mqtt;

import static io.ringway.mqtt.Readings.assertComplete;
import static io.ringway.mqtt.Readings.assertSum;
import static io.ringway.mqtt.Readings.firstArrivals;
import static io.ringway.mqtt.Readings.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The broker is killed with kill -9 and comes back, 20 times, while readings and commands flow. Whatever was accepted
 * arrives at least once, and in the order of its producer.
 *
 * <p>The publisher's connection goes through a relay that lets it in again after the subscriber is back: what the
 * broker acknowledges while nobody subscribes would be gone, and that would be the broker's doing.
 */
class BrokerKillTest {
    private static final int KILLS = 20;
    private static final int PRODUCERS = 3;

    @ParameterizedTest
    @EnumSource(
            value = OverflowPolicy.class,
            names = {"SPOOL", "BLOCK"})
    void everythingArrivesInOrder(OverflowPolicy policy, @TempDir Path directory) throws Exception {
        int kills = policy == OverflowPolicy.SPOOL ? KILLS : KILLS / 4;
        try (Mosquitto mosquitto = Brokers.mosquitto(directory.resolve("broker"));
                Subscriber readings = new Subscriber(mosquitto.port(), "readings", MqttQos.AT_MOST_ONCE);
                Subscriber orders = new Subscriber(mosquitto.port(), "orders", MqttQos.AT_MOST_ONCE);
                Relay relay = new Relay(mosquitto.port())) {
            Mqtt5AsyncClient client = Clients.reconnecting(relay.port());
            client.connect().join();
            try (TelemetryBatcher batcher = TelemetryBatcher.builder(client)
                            .encoder(TelemetryEncoder.plain("readings"))
                            .overflow(policy)
                            .spoolDirectory(directory.resolve("spool"))
                            .queueCapacity(1024)
                            .batchSize(50)
                            .linger(Duration.ofMillis(5))
                            .build();
                    CommandQueue commands = CommandQueue.builder(client)
                            .maxQueuedCommands(100_000)
                            .drainRate(100_000)
                            .build()) {
                List<Producer> producers = new ArrayList<>();
                for (int i = 0; i < PRODUCERS; i++) {
                    String name = "p" + i;
                    producers.add(new Producer(number -> batcher.queue(reading(name, number))));
                }
                List<CompletableFuture<CommandOutcome>> outcomes = new ArrayList<>();
                Producer commander = new Producer(number -> outcomes.add(
                        commands.publish("orders", ("c:" + number).getBytes(UTF_8), MqttQos.AT_LEAST_ONCE)));

                for (int kill = 0; kill < kills; kill++) {
                    long delivered = batcher.stats().delivered();
                    long published = commands.stats().published();
                    await().until(() -> batcher.stats().delivered() > delivered + 200
                            && commands.stats().published() > published + 5);
                    relay.hold();
                    mosquitto.kill();
                    mosquitto.start();
                    readings.connect(mosquitto.port());
                    orders.connect(mosquitto.port());
                    relay.release();
                }

                commander.stop();
                for (Producer producer : producers) {
                    producer.stop();
                }
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> batcher.stats().pending() == 0);
                await().atMost(Duration.ofSeconds(60))
                        .until(() ->
                                commands.stats().queued() + commands.stats().underWay() == 0);
                TelemetryStats stats = batcher.stats();
                assertSum(stats);
                assertThat(stats.droppedInAll())
                        .isEqualTo(
                                producers.stream().mapToLong(it -> it.refused).sum());
                assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isCompleted());
                long accepted = producers.stream().mapToLong(it -> it.count).sum();
                assertThat(stats.delivered()).isEqualTo(accepted);
                assertThat(commands.stats().published()).isEqualTo(commander.count);

                await().until(() -> Readings.distinct(readings.payloads()) == accepted
                        && Readings.distinct(orders.payloads()) == commander.count);
                Map<String, List<Integer>> arrivals = firstArrivals(readings.payloads());
                for (int i = 0; i < PRODUCERS; i++) {
                    assertComplete(arrivals.get("p" + i), producers.get(i).count);
                }
                assertComplete(firstArrivals(orders.payloads()).get("c"), commander.count);
            }
            client.disconnect().join();
        }
    }

    /**
     * A thread that does something some thousand times a second, and again what was refused: the disk may be slow, and
     * the queue fill up meanwhile.
     */
    private static final class Producer {
        private final Thread thread;
        private volatile boolean stopped;
        private volatile RuntimeException failure;
        private volatile int count;
        private volatile int refused;

        @SuppressWarnings("NonAtomicVolatileUpdate") // the thread alone writes it
        Producer(IntPredicate action) {
            thread = new Thread(() -> {
                try {
                    for (int number = 0; !stopped; ) {
                        if (action.test(number)) {
                            count = ++number;
                        } else {
                            refused++;
                        }
                        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
                    }
                } catch (RuntimeException e) {
                    failure = e;
                }
            });
            thread.start();
        }

        void stop() throws InterruptedException {
            stopped = true;
            thread.join();
            if (failure != null) {
                throw failure;
            }
        }
    }
}
