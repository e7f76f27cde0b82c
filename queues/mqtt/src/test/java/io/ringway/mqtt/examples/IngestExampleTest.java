package io.ringway.mqtt.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringway.mqtt.Brokers;
import io.ringway.mqtt.IngestDropReason;
import io.ringway.mqtt.Mosquitto;
import io.ringway.mqtt.MqttIngest;
import io.ringway.mqtt.ingest.Databases;
import io.ringway.mqtt.ingest.Sample;
import io.ringway.mqtt.micrometer.IngestMetrics;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestExampleTest {

    @Test
    void theExampleStoresWhatIsPublished(@TempDir Path directory) throws Exception {
        String url = Databases.H2.empty();
        InputStream console = System.in;
        try (Mosquitto broker = Brokers.mosquitto(directory);
                PipedOutputStream keyboard = new PipedOutputStream();
                PipedInputStream input = new PipedInputStream(keyboard)) {
            MqttIngest.builder(Mqtt5Client.builder().identifier("x"))
                    .database(url)
                    .build()
                    .close();
            Sample sample = new Sample(url);
            sample.feeds("flow");
            System.setIn(input);
            CompletableFuture<Void> example = CompletableFuture.runAsync(() -> {
                try {
                    IngestExample.main(new String[] {Integer.toString(broker.port()), url});
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await("the subscription").until(() -> publish(broker.port(), "1"));
            publish(broker.port(), "2");
            keyboard.write('\n');
            example.join();
            assertThat(sample.values("flow")).contains(2.0);
        } finally {
            System.setIn(console);
        }
    }

    /** Whether there was a subscriber. */
    private static boolean publish(int port, String payload) {
        Mqtt5BlockingClient client = Mqtt5Client.builder().serverPort(port).buildBlocking();
        client.connect();
        Mqtt5PublishResult result = client.publishWith()
                .topic(Sample.USER + "/" + Sample.DEVICE + "/flow")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
        client.disconnect();
        return ((Mqtt5PublishResult.Mqtt5Qos1Result) result).getPubAck().getReasonCode()
                == Mqtt5PubAckReasonCode.SUCCESS;
    }

    @Test
    void metricsShowTheCounts(@TempDir Path directory) throws Exception {
        String url = Databases.H2.empty();
        try (Mosquitto broker = Brokers.mosquitto(directory);
                MqttIngest ingest = MqttIngest.builder(
                                Mqtt5Client.builder().identifier("ingest").serverPort(broker.port()))
                        .database(url)
                        .interval(Duration.ofMillis(10))
                        .build()) {
            new Sample(url).feeds("flow");
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            new IngestMetrics(ingest, "main").bindTo(registry);
            ingest.start().join();
            publish(broker.port(), "1");
            publish(broker.port(), "x");
            await().until(() -> ingest.stats().offered() == 2 && ingest.stats().pending() == 0);
            assertThat(registry.get("ringway.ingest.offered")
                            .tag("name", "main")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
            assertThat(registry.get("ringway.ingest.stored").functionCounter().count())
                    .isEqualTo(1);
            assertThat(registry.get("ringway.ingest.dropped")
                            .tag("reason", IngestDropReason.UNPARSABLE.name())
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("ringway.ingest.latency").functionTimer().count())
                    .isEqualTo(2);
            assertThat(registry.get("ringway.ingest.pending").gauge().value()).isZero();
            assertThat(registry.get("ringway.ingest.transactions").functionCounters())
                    .hasSize(4);
        }
    }
}
