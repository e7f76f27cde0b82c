package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.payload;
import static io.ringway.broker.front.TestBroker.publish;
import static io.ringway.broker.front.TestBroker.settle;
import static io.ringway.broker.front.TestBroker.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.ringway.broker.front.TestBroker.Inbox;
import io.ringway.broker.http.Rest;
import io.ringway.log.SegmentLog;
import io.ringway.log.SegmentLogOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full while the broker runs, and has room again later. */
@Timeout(300)
class StorageFailureTest {

    private static final String QUEUE = "$queue/full";
    private static final String PADDING = "x".repeat(10_000);

    @TempDir
    static Path data;

    @Test
    void tellsProducersAndOperatorsAndGoesOnWhenThereIsRoom() throws Exception {
        Path log = data.resolve("queues");
        // A small segment to begin with; the next one is larger than the system allows.
        SegmentLog.open(log, SegmentLogOptions.defaults().withSegmentBytes(1 << 20))
                .close();
        try (BrokerProcess broker = new BrokerProcess(data, "ulimit -S -f 32768", "-Xmx256m")) {
            Rest rest = new Rest(broker.httpPort());
            assertThat(rest.get("/health/ready").status()).isEqualTo(200);
            Set<String> promised = new HashSet<>();
            Mqtt5AsyncClient producer = broker.connect("producer");
            // The first that cannot be stored costs its client the connection: its acknowledgement was under way.
            for (boolean isStored = true; isStored; ) {
                String payload = promised.size() + PADDING;
                isStored = publish(producer, QUEUE, payload)
                        .handle((done, failure) -> failure == null)
                        .join();
                if (isStored) {
                    promised.add(payload);
                }
            }
            assertThat(promised).hasSizeGreaterThan(10);

            assertThat(rest.get("/health/ready").status()).isEqualTo(503);
            await().until(() -> broker.log().stream()
                    .anyMatch(line -> line.contains("nothing can be stored") && line.contains(log.toString())));
            // Now that it is known, a producer hears it in words and stays connected.
            Mqtt5AsyncClient another = broker.connect("another");
            for (int i = 0; i < 3; i++) {
                assertThat(publish(another, QUEUE, PADDING + PADDING)
                                .handle((done, failure) -> failure instanceof Mqtt5PubAckException refusal
                                        ? refusal.getMqttMessage().getReasonCode()
                                        : null)
                                .join())
                        .isEqualTo(Mqtt5PubAckReasonCode.UNSPECIFIED_ERROR);
            }
            assertThat(another.getState().isConnected()).isTrue();
            // A small one is taken if there is room for it, and changes nothing.
            if (publish(another, QUEUE, "small")
                    .handle((done, failure) -> failure == null)
                    .join()) {
                promised.add("small");
            }
            assertThat(rest.get("/health/ready").status()).isEqualTo(503);

            Commands.run("prlimit", "--pid", Long.toString(broker.pid()), "--fsize=unlimited:");
            await().until(() -> rest.get("/health/ready").status() == 200);
            publish(another, QUEUE, "after").join();
            promised.add("after");
            Inbox inbox = new Inbox(another);
            subscribe(another, QUEUE);
            Set<String> seen = new HashSet<>();
            while (!seen.containsAll(promised)) {
                Mqtt5Publish delivery = inbox.next();
                seen.add(payload(delivery));
                settle(another, "ack", delivery).join();
            }
            another.toBlocking().disconnect();
        }
    }
}
