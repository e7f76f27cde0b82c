package io.ringway.mqtt;

import static io.ringway.mqtt.MqttIngestTest.assertTheSumHolds;
import static io.ringway.mqtt.ingest.Sample.DEVICE;
import static io.ringway.mqtt.ingest.Sample.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.ringway.mqtt.ingest.Databases;
import io.ringway.mqtt.ingest.Postgres;
import io.ringway.mqtt.ingest.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database, the broker or this process goes away in the middle of traffic. */
class FaultyIngestTest {

    private static final String TOPIC = USER + "/" + DEVICE + "/flow";
    private static final Duration LONG = Duration.ofSeconds(60);

    /** How long the database is away at least; as long as the first attempts in vain take, if this is zero. */
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("outage.seconds", 0));

    @TempDir
    private Path directory;

    private static MqttIngest.Builder ingest(int port, String url) {
        return MqttIngest.builder(Mqtt5Client.builder()
                        .identifier("ingest")
                        .serverHost("127.0.0.1")
                        .serverPort(port))
                .database(url)
                .interval(Duration.ofMillis(50));
    }

    /** Publishes readings with QoS 1 in order, each until the broker has acknowledged it, at most 2,000 a second. */
    private static final class Source extends Thread implements AutoCloseable {
        private final Mqtt5AsyncClient client;
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final Semaphore window = new Semaphore(50);
        private final List<CompletableFuture<?>> sent = new ArrayList<>();
        private volatile boolean done;

        Source(int port) {
            client = Mqtt5Client.builder()
                    .identifier("source")
                    .serverHost("127.0.0.1")
                    .serverPort(port)
                    .automaticReconnect()
                    .initialDelay(50, TimeUnit.MILLISECONDS)
                    .maxDelay(200, TimeUnit.MILLISECONDS)
                    .applyAutomaticReconnect()
                    .buildAsync();
            client.connectWith()
                    .cleanStart(false)
                    .sessionExpiryInterval(3600)
                    .send()
                    .join();
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            for (int i = 0; !done; i++) {
                window.acquireUninterruptibly();
                LockSupport.parkNanos(500_000);
                CompletableFuture<?> one = client.publishWith()
                        .topic(TOPIC)
                        .payload(Integer.toString(i).getBytes(StandardCharsets.UTF_8))
                        .userProperties()
                        .add("message-id", "m" + i)
                        .applyUserProperties()
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send();
                sent.add(one.whenComplete((result, error) -> {
                    if (error == null) {
                        acknowledged.incrementAndGet();
                    }
                    window.release();
                }));
            }
        }

        void awaitMore(int messages) {
            int goal = acknowledged.get() + messages;
            await().atMost(LONG).until(() -> acknowledged.get() >= goal);
        }

        /** Ends the traffic; the number of messages, all acknowledged. */
        int finish() throws InterruptedException {
            done = true;
            join();
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
            return sent.size();
        }

        @Override
        public void close() {
            done = true;
            client.disconnect();
        }
    }

    private static void assertEachIsStoredOnce(Sample sample, int messages) {
        assertThat(sample.find("SELECT DISTINCT CAST(reading AS INT) FROM feed_value ORDER BY 1"))
                .hasSize(messages)
                .last()
                .isEqualTo(messages - 1);
        assertThat(sample.count("feed_value")).isEqualTo(messages);
    }

    @Test
    void postgresqlIsKilledAndComesBack() throws Exception {
        try (Mosquitto broker = Brokers.mosquitto(directory.resolve("broker"));
                Postgres server = Postgres.start(Files.createDirectory(directory.resolve("postgresql")));
                MqttIngest ingest = ingest(broker.port(), server.url()).build()) {
            Sample sample = new Sample(server.url());
            sample.feeds("flow");
            ingest.start().join();
            try (Source source = new Source(broker.port())) {
                for (int round = 0; round < 3; round++) {
                    long before = ingest.stats().stored();
                    await().atMost(LONG).until(() -> ingest.stats().stored() > before + 200);
                    server.kill();
                    long down = System.nanoTime();
                    long retries = ingest.stats().transactions().retries();
                    await().atMost(LONG.plus(OUTAGE))
                            .until(() -> ingest.stats().transactions().retries() > retries
                                    && System.nanoTime() - down >= OUTAGE.toNanos());
                    assertThat(ingest.stats().pending()).isPositive();
                    source.awaitMore(100);
                    assertTheSumHolds(ingest.stats());
                    server.start();
                }
                int messages = source.finish();
                await().atMost(LONG).until(() -> ingest.stats().stored() == messages);
                assertEachIsStoredOnce(sample, messages);
                assertThat(ingest.stats().pending()).isZero();
                assertTheSumHolds(ingest.stats());
            }
        }
    }

    @Test
    void theBrokerIsStoppedAndComesBackWithItsSessions() throws Exception {
        String url = Databases.H2.empty();
        try (Mosquitto broker = Brokers.mosquitto(directory);
                MqttIngest ingest = ingest(broker.port(), url).build()) {
            Sample sample = new Sample(url);
            sample.feeds("flow");
            ingest.start().join();
            try (Source source = new Source(broker.port())) {
                for (int round = 0; round < 5; round++) {
                    source.awaitMore(300);
                    broker.stop();
                    broker.start();
                }
                source.awaitMore(100);
                int messages = source.finish();
                await().atMost(LONG).until(() -> ingest.stats().stored() == messages);
                assertEachIsStoredOnce(sample, messages);
                assertTheSumHolds(ingest.stats());
            }
        }
    }

    @Test
    void theBrokerIsKilledAndItsSessionsAreGone() throws Exception {
        String url = Databases.H2.empty();
        try (Mosquitto broker = Brokers.mosquitto(directory);
                MqttIngest ingest = ingest(broker.port(), url).build()) {
            Sample sample = new Sample(url);
            sample.feeds("flow");
            ingest.start().join();
            for (int round = 0; round < 3; round++) {
                long before = ingest.stats().stored();
                try (Source source = new Source(broker.port())) {
                    source.awaitMore(100);
                    await().atMost(LONG).until(() -> ingest.stats().stored() > before);
                    broker.kill();
                }
                broker.start();
                sample.execute("DELETE FROM feed_value");
            }
            // It has subscribed again by itself.
            long before = ingest.stats().stored();
            try (Source source = new Source(broker.port())) {
                await().atMost(LONG).until(() -> ingest.stats().stored() > before + 100);
                source.finish();
            }
            await().until(() -> ingest.stats().pending() == 0);
            assertTheSumHolds(ingest.stats());
        }
    }

    @ParameterizedTest
    @EnumSource
    void ourProcessIsKilledAndNothingAcknowledgedIsLost(Databases kind) throws Exception {
        String url = kind.empty();
        try (Mosquitto broker = Brokers.mosquitto(directory)) {
            // Makes the tables, and the session.
            try (MqttIngest ingest = ingest(broker.port(), url).build()) {
                new Sample(url).feeds("flow");
                ingest.start().join();
            }
            int messages;
            try (Source source = new Source(broker.port())) {
                for (int round = 0; round < 4; round++) {
                    Process child = IngestProcess.start(broker.port(), url);
                    try {
                        IngestProcess.awaitStored(child, 500);
                    } finally {
                        child.destroyForcibly().onExit().join();
                    }
                }
                messages = source.finish();
            }
            try (MqttIngest ingest = ingest(broker.port(), url).build()) {
                ingest.start().join();
                Sample sample = new Sample(url);
                await().atMost(LONG)
                        .until(() -> sample.count("feed_value") == messages
                                && ingest.stats().pending() == 0);
                assertEachIsStoredOnce(sample, messages);
                assertTheSumHolds(ingest.stats());
            }
        }
    }
}
