package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.payload;
import static io.ringway.broker.front.TestBroker.property;
import static io.ringway.broker.front.TestBroker.publish;
import static io.ringway.broker.front.TestBroker.settle;
import static io.ringway.broker.front.TestBroker.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the broker under load, again and again. */
@Timeout(900)
class BrokerKillTest {

    private static final String QUEUE = "$queue/killed";
    private static final int KILLS = Integer.getInteger("ringway.kills", 3);
    private static final int OUTSTANDING = 100;
    private static final int EACH_LIFE = 500;

    @TempDir
    static Path directory;

    private final AtomicLong next = new AtomicLong();

    /** Payloads whose PUBACK has come. */
    private final Set<String> promised = ConcurrentHashMap.newKeySet();

    /** Payloads that were delivered. */
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Message ids of which the PUBACK of the $ack has come. */
    private final Set<String> settled = ConcurrentHashMap.newKeySet();

    private final Map<String, Integer> lastAttempt = new ConcurrentHashMap<>();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();

    private final class Life implements AutoCloseable {
        final Process process;
        final int port;
        final AtomicBoolean over = new AtomicBoolean();
        final AtomicInteger published = new AtomicInteger();
        final AtomicInteger acknowledged = new AtomicInteger();
        final List<Mqtt5AsyncClient> clients = new ArrayList<>();

        Life() throws Exception {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BrokerChild.class.getName(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            var reader = process.inputReader(StandardCharsets.UTF_8);
            String line = reader.readLine();
            while (line != null && !line.startsWith("port ")) {
                line = reader.readLine();
            }
            assertThat(line).isNotNull();
            port = Integer.parseInt(line.substring("port ".length()));
            Thread drain = new Thread(() -> reader.lines().forEach(rest -> {}));
            drain.setDaemon(true);
            drain.start();
        }

        Mqtt5AsyncClient connect(String id) {
            Mqtt5AsyncClient client = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier(id)
                    .serverHost("127.0.0.1")
                    .serverPort(port)
                    .buildAsync();
            client.toBlocking().connect();
            clients.add(client);
            return client;
        }

        void consume(String id) {
            Mqtt5AsyncClient client = connect(id);
            client.publishes(MqttGlobalPublishFilter.ALL, delivery -> take(client, delivery));
            subscribe(client, QUEUE, "consumer-group", "g", "prefetch", "50");
        }

        private void take(Mqtt5AsyncClient client, Mqtt5Publish delivery) {
            String id = property(delivery, "message-id");
            int attempt = Integer.parseInt(property(delivery, "attempt"));
            seen.add(payload(delivery));
            if (settled.contains(id)) {
                problems.add(id + " was settled and came back with attempt " + attempt);
            }
            Integer before = lastAttempt.put(id, attempt);
            if (before != null && before >= attempt) {
                problems.add(id + " had attempt " + before + ", then " + attempt);
            }
            if (before == null && attempt > KILLS + 1) {
                problems.add(id + " began with attempt " + attempt);
            }
            settle(client, "ack", delivery).whenComplete((done, failure) -> {
                if (failure == null) {
                    settled.add(id);
                    acknowledged.incrementAndGet();
                }
            });
        }

        Thread produce(String id) {
            Mqtt5AsyncClient client = connect(id);
            Semaphore room = new Semaphore(OUTSTANDING);
            Thread thread = new Thread(() -> {
                while (!over.get()) {
                    room.acquireUninterruptibly();
                    String payload = "m" + next.getAndIncrement();
                    publish(client, QUEUE, payload, "partition-key", payload).whenComplete((done, failure) -> {
                        if (failure == null) {
                            promised.add(payload);
                            published.incrementAndGet();
                        } else {
                            over.set(true);
                        }
                        room.release();
                    });
                }
            });
            thread.start();
            return thread;
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly(); // kill -9
            process.waitFor();
            over.set(true);
        }
    }

    @Test
    void losesNothingAndBringsNothingBack() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            try (Life life = new Life()) {
                life.consume("consumer-1");
                life.consume("consumer-2");
                List<Thread> producers = List.of(life.produce("producer-1"), life.produce("producer-2"));
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> life.published.get() >= EACH_LIFE && life.acknowledged.get() >= EACH_LIFE / 2);
                life.close();
                for (Thread producer : producers) {
                    producer.join();
                }
            }
        }
        try (Life life = new Life()) {
            life.consume("consumer-1");
            await().atMost(Duration.ofMinutes(2)).until(() -> seen.containsAll(promised));
        }
        assertThat(problems).isEmpty();
        assertThat(promised).hasSizeGreaterThanOrEqualTo(KILLS * EACH_LIFE);
        assertThat(settled).hasSizeGreaterThanOrEqualTo(KILLS * EACH_LIFE / 2);
    }
}
