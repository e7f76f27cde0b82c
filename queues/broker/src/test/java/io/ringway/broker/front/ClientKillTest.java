package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.payload;
import static io.ringway.broker.front.TestBroker.property;
import static io.ringway.broker.front.TestBroker.settle;
import static io.ringway.broker.front.TestBroker.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a producer and of a consumer in the middle of their traffic. */
@Timeout(300)
class ClientKillTest {

    private static final int TRAFFIC = 200;

    /** A client in a process, and what it has printed. */
    private static final class Child implements AutoCloseable {
        final Process process;
        final BufferedReader reader;
        final List<String> lines = new ArrayList<>();

        Child(String role, int port, String queue) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ClientChild.class.getName(),
                            role,
                            Integer.toString(port),
                            queue)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            reader = process.inputReader(StandardCharsets.UTF_8);
        }

        /** Reads until there are so many lines of a kind. */
        void await(String kind, int count) throws IOException {
            for (int found = 0; found < count; ) {
                String line = reader.readLine();
                assertThat(line).as("%s", lines).isNotNull();
                lines.add(line);
                found += line.startsWith(kind) ? 1 : 0;
            }
        }

        /** kill -9; what it had printed before counts, but for a line that is cut off. */
        void kill() throws IOException, InterruptedException {
            process.toHandle().destroyForcibly(); // which leaves what it printed readable
            process.waitFor();
            StringBuilder rest = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                rest.append((char) c);
            }
            rest.setLength(rest.lastIndexOf("\n") + 1);
            rest.toString().lines().forEach(lines::add);
        }

        /** By payload, the attempt that it was got with. */
        Map<String, Integer> attempts() {
            return lines.stream()
                    .map(line -> line.split(" "))
                    .filter(parts -> parts.length == 3)
                    .collect(Collectors.toMap(parts -> parts[1], parts -> Integer.parseInt(parts[2]), Math::max));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }

        Set<String> those(String kind) {
            return lines.stream()
                    .filter(line -> line.startsWith(kind + " "))
                    .map(line -> line.split(" ")[1])
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void losesNothing(@TempDir Path data) throws Exception {
        String queue = "$queue/clients";
        try (BrokerProcess broker = new BrokerProcess(data, ":", "-Xmx256m");
                Child consumer = new Child("consumer", broker.port(), queue);
                Child producer = new Child("producer", broker.port(), queue)) {
            Mqtt5AsyncClient survivor = broker.connect("survivor");
            consumer.await("settled", TRAFFIC);
            producer.await("promised", TRAFFIC);
            Map<String, Integer> seen = new ConcurrentHashMap<>();
            survivor.publishes(MqttGlobalPublishFilter.ALL, delivery -> {
                seen.put(payload(delivery), Integer.parseInt(property(delivery, "attempt")));
                CompletableFuture<?> unused = settle(survivor, "ack", delivery);
            });
            subscribe(survivor, queue, "consumer-group", "g");
            consumer.kill();
            producer.kill();

            Set<String> settled = consumer.those("settled");
            Set<String> promised = producer.those("promised");
            assertThat(promised).hasSizeGreaterThanOrEqualTo(TRAFFIC);
            // An $ack may have been the last that the dead one did: what it got and did not hold may never come again.
            Set<String> got = consumer.those("got");
            Set<String> held = consumer.those("held");
            assertThat(held).hasSizeGreaterThanOrEqualTo(20);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(promised)
                            .allMatch(payload -> seen.containsKey(payload) || got.contains(payload)));
            Awaitility.await().untilAsserted(() -> assertThat(seen.keySet()).containsAll(held));
            assertThat(seen).doesNotContainKeys(settled.toArray(String[]::new));
            consumer.attempts().forEach((payload, attempt) -> {
                if (seen.containsKey(payload)) {
                    assertThat(seen).containsEntry(payload, attempt + 1);
                }
            });
        }
    }
}
