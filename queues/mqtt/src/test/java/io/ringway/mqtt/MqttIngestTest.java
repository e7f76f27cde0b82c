package io.ringway.mqtt;

import static io.ringway.mqtt.ingest.Sample.DEVICE;
import static io.ringway.mqtt.ingest.Sample.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.ringway.mqtt.ingest.Databases;
import io.ringway.mqtt.ingest.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MqttIngestTest {

    private static MqttIngest.Builder over5(int port) {
        return MqttIngest.builder(
                Mqtt5Client.builder().identifier(name()).serverHost("127.0.0.1").serverPort(port));
    }

    private static MqttIngest.Builder over3(int port) {
        return MqttIngest.builder(
                Mqtt3Client.builder().identifier(name()).serverHost("127.0.0.1").serverPort(port));
    }

    private static String name() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static Mqtt5AsyncClient publisher(int port) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .automaticReconnectWithDefaultConfig()
                .buildAsync();
        client.connect().join();
        return client;
    }

    private static CompletableFuture<?> publish(Mqtt5AsyncClient client, String topic, String payload, MqttQos qos) {
        return client.publishWith()
                .topic(topic)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .qos(qos)
                .send();
    }

    private static String reading(int i) {
        return "{\"value\":" + i + ",\"ts\":" + (Sample.NOON + i) + "}";
    }

    static void assertTheSumHolds(IngestStats stats) {
        assertThat(stats.offered())
                .as("%s", stats)
                .isEqualTo(stats.stored()
                        + stats.duplicates()
                        + stats.statuses()
                        + stats.pending()
                        + stats.droppedTotal());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPublishedIsStored(Databases kind) throws Exception {
        whatIsPublishedIsStored(over5(Brokers.hivemq()), kind);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPublishedIsStoredOverMqtt3(Databases kind) throws Exception {
        whatIsPublishedIsStored(over3(Brokers.hivemq()), kind);
    }

    private static void whatIsPublishedIsStored(MqttIngest.Builder builder, Databases kind) throws Exception {
        String url = kind.empty();
        String root = name();
        try (MqttIngest ingest = builder.database(url)
                .feedTopic(root + "/{user}/{device}/{feed}")
                .statusTopic(root + "/{user}/{device}/status")
                .interval(Duration.ofMillis(100))
                .build()) {
            Sample sample = new Sample(url);
            sample.feeds("flow");
            sample.device(DEVICE);
            ingest.start().join();
            Mqtt5AsyncClient publisher = publisher(Brokers.hivemq());
            String device = root + "/" + USER + "/" + DEVICE;
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                sent.add(publish(publisher, device + "/flow", reading(i), MqttQos.values()[i % 3]));
            }
            sent.add(publish(publisher, device + "/status", "online", MqttQos.AT_LEAST_ONCE));
            sent.add(publish(publisher, root + "/x/" + DEVICE + "/flow", "1", MqttQos.AT_LEAST_ONCE));
            sent.add(publish(publisher, root + "/x/" + "y".repeat(129) + "/flow", "1", MqttQos.AT_LEAST_ONCE));
            sent.add(publish(publisher, device + "/flow", "1".repeat(4097), MqttQos.AT_LEAST_ONCE));
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                IngestStats stats = ingest.stats();
                assertTheSumHolds(stats);
                return stats.offered() == 1004 && stats.pending() == 0;
            });
            publisher.disconnect().join();
            IngestStats stats = ingest.stats();
            assertThat(stats.stored()).isEqualTo(1000);
            assertThat(stats.statuses()).isEqualTo(1);
            assertThat(stats.dropped(IngestDropReason.BAD_USER)).isEqualTo(1);
            assertThat(stats.dropped(IngestDropReason.MALFORMED_TOPIC)).isEqualTo(1);
            assertThat(stats.dropped(IngestDropReason.TOO_LARGE)).isEqualTo(1);
            assertThat(sample.values("flow")).hasSize(1000);
            assertThat(sample.find("SELECT last_value FROM feed")).containsExactly(999.0);
            assertThat(sample.find("SELECT status FROM device")).containsExactly("online");
        }
    }

    @Test
    void closeWritesWhatWaits() throws Exception {
        String url = Databases.H2.empty();
        String root = name();
        try (MqttIngest ingest = over5(Brokers.hivemq())
                .database(url)
                .feedTopic(root + "/{user}/{device}/{feed}")
                .statusTopic(root + "/{user}/{device}/status")
                .interval(Duration.ofHours(1))
                .brokerWindow(1000)
                .build()) {
            new Sample(url).feeds("flow");
            ingest.start().join();
            Mqtt5AsyncClient publisher = publisher(Brokers.hivemq());
            for (int i = 0; i < 10; i++) {
                publish(publisher, root + "/" + USER + "/" + DEVICE + "/flow", reading(i), MqttQos.AT_MOST_ONCE)
                        .join();
            }
            publisher.disconnect().join();
            await().until(() -> ingest.stats().pending() == 10);
            assertThat(ingest.stats().transactions().total()).isZero();
            ingest.close();
            assertThat(ingest.stats().stored()).isEqualTo(10);
            assertThat(ingest.stats().transactions().byClose()).isEqualTo(1);
            ingest.close();
        }
        assertThat(new Sample(url).values("flow")).hasSize(10);
    }

    @Test
    void whatTheBrokerKeptMeanwhileIsStoredAfterTheNextStart(@TempDir Path directory) throws Exception {
        String url = Databases.H2.empty();
        try (Mosquitto broker = Brokers.mosquitto(directory)) {
            Mqtt5AsyncClient publisher = publisher(broker.port());
            for (int round = 0; round < 3; round++) {
                try (MqttIngest ingest = MqttIngest.builder(Mqtt5Client.builder()
                                .identifier("ingest")
                                .serverHost("127.0.0.1")
                                .serverPort(broker.port()))
                        .database(url)
                        .interval(Duration.ofMillis(50))
                        .build()) {
                    if (round == 0) {
                        new Sample(url).feeds("flow");
                    }
                    ingest.start().join();
                    int expected = 100 * round;
                    await().until(() -> ingest.stats().stored() == (expected == 0 ? 0 : 100));
                }
                for (int i = 0; i < 100; i++) {
                    publish(publisher, USER + "/" + DEVICE + "/flow", reading(100 * round + i), MqttQos.AT_LEAST_ONCE)
                            .join();
                }
            }
            publisher.disconnect().join();
        }
        assertThat(new Sample(url).values("flow")).hasSize(200);
    }

    @Test
    void nothingThatArrivesThrows() throws Exception {
        String url = Databases.H2.empty();
        String root = name();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (MqttIngest ingest = over5(Brokers.hivemq())
                .database(url)
                .feedTopic(root + "/{user}/{device}/{feed}")
                .statusTopic(root + "/{user}/{device}/status")
                .interval(Duration.ofMillis(20))
                .build()) {
            Sample sample = new Sample(url);
            sample.feeds("flow");
            sample.device(DEVICE);
            ingest.start().join();
            Mqtt5AsyncClient publisher = publisher(Brokers.hivemq());
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                String topic = root + "/" + oneOf(random, USER.toString(), noise(random)) + "/"
                        + oneOf(random, DEVICE, noise(random)) + "/" + oneOf(random, "flow", "status", noise(random));
                sent.add(publish(
                        publisher, topic, oneOf(random, "1", noise(random), broken(random)), MqttQos.values()[i % 3]));
            }
            sent.add(publish(publisher, root + "/" + USER + "/" + DEVICE + "/flow", "42", MqttQos.AT_LEAST_ONCE));
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
            publisher.disconnect().join();
            await("seed " + seed).atMost(Duration.ofSeconds(30)).until(() -> {
                IngestStats stats = ingest.stats();
                assertTheSumHolds(stats);
                return stats.offered() == 2001 && stats.pending() == 0;
            });
            IngestStats stats = ingest.stats();
            assertThat(sample.count("feed_value")).as("seed %d", seed).isEqualTo(stats.stored());
            assertThat(sample.values("flow")).contains(42.0);
            assertThat(stats.transactions().retries()).isZero();
        }
    }

    private static String oneOf(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Text that MQTT allows in a topic level. */
    private static String noise(Random random) {
        return random.ints(random.nextInt(200), 1, Character.MIN_SURROGATE)
                .filter(c -> c != '+' && c != '#' && c != '/' && Character.isDefined(c) && !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** JSON with a character exchanged. */
    private static String broken(Random random) {
        StringBuilder json = new StringBuilder("{\"value\":12.5,\"ts\":1767268800000,\"id\":\"abc\",\"more\":[1,{}]}");
        json.setCharAt(random.nextInt(json.length()), (char) (random.nextInt(95) + 32));
        return json.toString();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> MqttIngest.builder(Mqtt5Client.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("identifier(...)");
        MqttIngest.Builder builder = over5(1883);
        assertThatThrownBy(() -> builder.feedTopic("{user}/{feed}")).hasMessageContaining("must contain {device}");
        assertThatThrownBy(() -> builder.feedTopic("{user}/{device}/{feed}/#")).hasMessageContaining("\"#\"");
        assertThatThrownBy(() -> builder.statusTopic("{user}/{device}/{feed}")).hasMessageContaining("not at all");
        assertThatThrownBy(() -> builder.batchSize(0)).hasMessageContaining("from 1 to 100000, but is 0");
        assertThatThrownBy(() -> builder.brokerWindow(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.queueCapacity(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.interval(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.sessionExpiry(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
