package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.payload;
import static io.ringway.broker.front.TestBroker.property;
import static io.ringway.broker.front.TestBroker.publish;
import static io.ringway.broker.front.TestBroker.settle;
import static io.ringway.broker.front.TestBroker.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import io.ringway.broker.front.TestBroker.Inbox;
import io.ringway.durable.Limits;
import io.ringway.durable.Ordering;
import io.ringway.durable.QueueConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The topics below {@code $queue}, by an MQTT 5 client. */
@Timeout(300)
class QueueTopicsTest {

    @TempDir
    static Path directory;

    static TestBroker broker;

    private final List<Mqtt5AsyncClient> clients = new ArrayList<>();
    private String queue = "";

    @BeforeAll
    static void start() {
        broker = new TestBroker(directory);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        queue = "$queue/" + test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void disconnect() {
        for (Mqtt5AsyncClient client : clients) {
            if (client.getState().isConnected()) {
                client.toBlocking().disconnect();
            }
        }
    }

    private Mqtt5AsyncClient connect(String id) {
        Mqtt5AsyncClient client = broker.connect(queue.substring("$queue/".length()) + id);
        clients.add(client);
        return client;
    }

    private static Mqtt5PubAckReasonCode code(CompletableFuture<Mqtt5PublishResult> published) {
        return puback(published).getReasonCode();
    }

    private static String reason(CompletableFuture<Mqtt5PublishResult> published) {
        return puback(published).getReasonString().map(Object::toString).orElse("");
    }

    private static com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck puback(
            CompletableFuture<Mqtt5PublishResult> published) {
        try {
            return ((Mqtt5PublishResult.Mqtt5Qos1Result) published.get()).getPubAck();
        } catch (ExecutionException e) {
            return ((Mqtt5PubAckException) e.getCause()).getMqttMessage();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void deliversWithPropertiesAndSettles() {
        Mqtt5AsyncClient consumer = connect("-1");
        Inbox inbox = new Inbox(consumer);
        subscribe(consumer, queue, "consumer-group", "workers");
        Mqtt5AsyncClient producer = connect("-p");
        var result = producer.publish(Mqtt5Publish.builder()
                .topic(queue)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("hello".getBytes(StandardCharsets.UTF_8))
                .contentType("text/plain")
                .payloadFormatIndicator(com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator.UTF_8)
                .responseTopic("answers/1")
                .correlationData(new byte[] {0, 1, -1})
                .messageExpiryInterval(100)
                .userProperties(TestBroker.properties("partition-key", "k", "colour", "red", "colour", "blue"))
                .build());
        assertThat(code(result)).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);

        Mqtt5Publish delivery = inbox.next();
        assertThat(payload(delivery)).isEqualTo("hello");
        assertThat(delivery.getTopic()).hasToString(queue);
        assertThat(delivery.getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        assertThat(delivery.getContentType())
                .hasValueSatisfying(type -> assertThat(type).hasToString("text/plain"));
        assertThat(delivery.getPayloadFormatIndicator()).isPresent();
        assertThat(delivery.getResponseTopic())
                .hasValueSatisfying(topic -> assertThat(topic).hasToString("answers/1"));
        assertThat(delivery.getCorrelationData()).contains(ByteBuffer.wrap(new byte[] {0, 1, -1}));
        assertThat(delivery.getMessageExpiryInterval().orElseThrow()).isBetween(80L, 100L);
        assertThat(property(delivery, "group-id")).isEqualTo("workers");
        assertThat(property(delivery, "queue")).isEqualTo(queue);
        assertThat(property(delivery, "attempt")).isEqualTo("1");
        assertThat(property(delivery, "partition-key")).isEqualTo("k");
        assertThat(property(delivery, "partition")).matches("\\d");
        assertThat(property(delivery, "offset")).isEqualTo("0");
        assertThat(property(delivery, "message-id")).isNotEmpty();
        assertThat(delivery.getUserProperties().asList().stream()
                        .filter(property -> property.getName().toString().equals("colour"))
                        .map(property -> property.getValue().toString()))
                .containsExactly("red", "blue");
        assertThat(broker.queues().stats(queue).depth()).isEqualTo(1);

        assertThat(code(settle(consumer, "ack", delivery))).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
        await().until(() -> broker.queues().stats(queue).depth() == 0);

        var late = settle(consumer, "ack", delivery);
        assertThat(code(late)).isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        assertThat(reason(late)).contains(property(delivery, "message-id"));
    }

    @Test
    void retriesAfterNackAndMovesToDeadLettersAfterReject() {
        broker.queues().create(QueueConfig.of(queue));
        Mqtt5AsyncClient consumer = connect("-1");
        Inbox inbox = new Inbox(consumer);
        subscribe(consumer, queue);
        publish(consumer, queue, "hard").join();
        Mqtt5Publish first = inbox.next();
        var nacked = publish(
                consumer,
                queue + "/$nack",
                "",
                "message-id",
                property(first, "message-id"),
                "group-id",
                property(first, "group-id"),
                "lease",
                property(first, "lease"),
                "delay",
                "10ms");
        assertThat(code(nacked)).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
        Mqtt5Publish second = inbox.next();
        assertThat(property(second, "attempt")).isEqualTo("2");
        assertThat(property(second, "message-id")).isEqualTo(property(first, "message-id"));
        assertThat(property(second, "lease")).isNotEqualTo(property(first, "lease"));
        assertThat(code(settle(consumer, "ack", first))).isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        var rejected = publish(
                consumer,
                queue + "/$reject",
                "",
                "message-id",
                property(second, "message-id"),
                "group-id",
                property(second, "group-id"),
                "lease",
                property(second, "lease"),
                "reason",
                "broken");
        assertThat(code(rejected)).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);

        String dlq = "$queue/dlq/" + queue.substring("$queue/".length());
        subscribe(consumer, dlq, "consumer-group", "undertaker");
        Mqtt5Publish dead = inbox.next();
        assertThat(payload(dead)).isEqualTo("hard");
        assertThat(property(dead, "dlq-queue")).isEqualTo(queue);
        assertThat(property(dead, "dlq-message-id")).isEqualTo(property(first, "message-id"));
        assertThat(property(dead, "dlq-reason")).isEqualTo("rejected");
        assertThat(property(dead, "dlq-detail")).isEqualTo("broken");
        assertThat(property(dead, "dlq-attempts")).isEqualTo("2");
    }

    @Test
    void settlesManyAtOnce() {
        Mqtt5AsyncClient consumer = connect("-1");
        Inbox inbox = new Inbox(consumer);
        subscribe(consumer, queue);
        for (int i = 0; i < 6; i++) {
            publish(consumer, queue, "m" + i).join();
        }
        List<Mqtt5Publish> deliveries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            deliveries.add(inbox.next());
        }
        assertThat(deliveries.stream().map(TestBroker::payload))
                .containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4", "m5");
        String group = property(deliveries.get(0), "group-id");
        assertThat(group).isEqualTo("settlesManyAtOnce");
        var settled = publish(
                consumer,
                queue + "/$ack",
                "",
                "message-id",
                property(deliveries.get(0), "message-id") + "," + property(deliveries.get(1), "message-id"),
                "message-id",
                property(deliveries.get(2), "message-id"),
                "lease",
                property(deliveries.get(0), "lease"),
                "lease",
                property(deliveries.get(1), "lease") + ", " + property(deliveries.get(2), "lease"),
                "group-id",
                group);
        assertThat(code(settled)).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
        await().until(() -> broker.queues().stats(queue).depth() == 3);

        // One of two is stale: it is told, and the other one is settled.
        var half = publish(
                consumer,
                queue + "/$ack",
                "",
                "message-id",
                property(deliveries.get(0), "message-id") + "," + property(deliveries.get(3), "message-id"),
                "lease",
                property(deliveries.get(0), "lease") + "," + property(deliveries.get(3), "lease"),
                "group-id",
                group);
        assertThat(code(half)).isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        assertThat(reason(half))
                .contains(property(deliveries.get(0), "message-id"))
                .doesNotContain(property(deliveries.get(3), "message-id"));
        await().until(() -> broker.queues().stats(queue).depth() == 2);
    }

    @Test
    void refusesWhatMakesNoSense() {
        Mqtt5AsyncClient client = connect("-1");
        publish(client, queue, "there").join();
        for (String[] bad : new String[][] {
            {"priority", "10"},
            {"priority", "high"},
            {"delay", "soon"},
            {"delay", "-5s"},
            {"deliver-at", "tomorrow"},
            {"delay", "1s", "deliver-at", "0"},
            {"partition-key", "a", "partition-key", "b"},
            {"partition-key", "x".repeat(1_025)},
            {"$mqtt/content-type", "forged"}
        }) {
            var refused = publish(client, queue, "x", bad);
            assertThat(code(refused))
                    .as(bad[0] + bad[1])
                    .isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(reason(refused)).isNotEmpty();
        }
        for (String topic : List.of(
                "$queue",
                "$queue/",
                "$queue/a//b",
                queue + "/$acknowledge",
                "$queue/$x/y",
                "$admin/queue",
                "$admin/queue/list",
                "$admin/x")) {
            assertThat(code(publish(client, topic, "x"))).as(topic).isEqualTo(Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID);
        }
        for (String[] bad : new String[][] {
            {},
            {"message-id", "1-0-0"},
            {"message-id", "1-0-0", "group-id", "g"},
            {"message-id", "1-0-0", "group-id", "g", "lease", "x"},
            {"message-id", "1-0-0,1-0-1", "group-id", "g", "lease", "1"},
            {"message-id", "1-0-0", "group-id", "g", "lease", "1"},
            {"message-id", "nonsense", "group-id", "g", "lease", "1"},
            {"message-id", ",", "group-id", "g", "lease", ","}
        }) {
            assertThat(code(publish(client, queue + "/$ack", "", bad)))
                    .as(String.join(" ", bad))
                    .isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        }
        assertThat(broker.queues().stats(queue).depth()).isEqualTo(1);
    }

    @Test
    void refusesSubscriptionsWithTheReason() {
        Mqtt5AsyncClient client = connect("-1");
        expectRefusal(client, "$queue/+", Mqtt5SubAckReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
        expectRefusal(client, queue + "/#", Mqtt5SubAckReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
        expectRefusal(client, "$share/g/" + queue, Mqtt5SubAckReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED);
        expectRefusal(client, queue + "/$ack", Mqtt5SubAckReasonCode.TOPIC_FILTER_INVALID);
        expectRefusal(client, "$queue//x", Mqtt5SubAckReasonCode.TOPIC_FILTER_INVALID);
        expectRefusal(client, queue, Mqtt5SubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, "prefetch", "0");
        expectRefusal(client, queue, Mqtt5SubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, "start", "soon");
        expectRefusal(client, queue, Mqtt5SubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, "consumer-group", "");
        expectRefusal(client, "$admin/queue/none/stats", Mqtt5SubAckReasonCode.TOPIC_FILTER_INVALID);
        // Nothing of it has hurt the connection.
        Inbox inbox = new Inbox(client);
        subscribe(client, queue);
        publish(client, queue, "fine").join();
        assertThat(payload(inbox.next())).isEqualTo("fine");
    }

    private static void expectRefusal(
            Mqtt5AsyncClient client, String filter, Mqtt5SubAckReasonCode code, String... properties) {
        Mqtt5SubAckException refused =
                catchThrowableOfType(Mqtt5SubAckException.class, () -> subscribe(client, filter, properties));
        assertThat(refused).as(filter).isNotNull();
        assertThat(refused.getMqttMessage().getReasonCodes()).containsExactly(code);
        assertThat(refused.getMqttMessage().getReasonString()).isPresent();
    }

    @Test
    void tellsThatAQueueIsFullOrAMessageTooLarge() {
        broker.queues()
                .create(QueueConfig.builder(queue)
                        .limits(new Limits(100, 20, Duration.ofHours(1)))
                        .build());
        Mqtt5AsyncClient client = connect("-1");
        assertThat(code(publish(client, queue, "x".repeat(101)))).isEqualTo(Mqtt5PubAckReasonCode.QUOTA_EXCEEDED);
        List<CompletableFuture<Mqtt5PublishResult>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(publish(client, queue, "m" + i));
        }
        List<Mqtt5PubAckReasonCode> codes =
                all.stream().map(QueueTopicsTest::code).toList();
        assertThat(codes.subList(0, 20)).containsOnly(Mqtt5PubAckReasonCode.SUCCESS);
        assertThat(codes.subList(20, 50)).containsOnly(Mqtt5PubAckReasonCode.QUOTA_EXCEEDED);
        assertThat(reason(all.get(49))).contains("max_queue_depth");
        assertThat(broker.queues().depth(queue)).isEqualTo(20);
    }

    @Test
    void recognisesDuplicatesPrioritiesAndDelays() {
        broker.queues().create(QueueConfig.builder(queue).partitions(1).build());
        Mqtt5AsyncClient client = connect("-1");
        publish(client, queue, "low", "dedup-id", "a", "priority", "0").join();
        publish(client, queue, "again", "dedup-id", "a").join();
        publish(client, queue, "high", "priority", "9").join();
        publish(client, queue, "later", "delay", "50ms").join();
        publish(client, queue, "much later", "deliver-at", "2999-01-01T00:00:00Z")
                .join();
        Inbox inbox = new Inbox(client);
        subscribe(client, queue, "prefetch", "1");
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Mqtt5Publish next = inbox.next();
            seen.add(payload(next));
            settle(client, "ack", next).join();
        }
        assertThat(seen).containsExactlyInAnyOrder("low", "high", "later");
        assertThat(seen.indexOf("high")).isLessThan(seen.indexOf("low"));
        assertThat(broker.queues().depth(queue)).isEqualTo(1);
    }

    @Test
    void keepsTheOrderOfAKeyAndSharesKeysOut() {
        broker.queues()
                .create(QueueConfig.builder(queue)
                        .ordering(Ordering.PARTITION)
                        .partitions(4)
                        .build());
        Mqtt5AsyncClient one = connect("-1");
        Mqtt5AsyncClient two = connect("-2");
        Inbox first = new Inbox(one);
        Inbox second = new Inbox(two);
        subscribe(one, queue);
        subscribe(two, queue);
        int each = 20;
        for (int i = 0; i < each; i++) {
            for (int key = 0; key < 8; key++) {
                publish(one, queue, key + ":" + i, "partition-key", "key" + key);
            }
        }
        int[] next = new int[8];
        Set<Integer> keysOfOne = new HashSet<>();
        Set<Integer> keysOfTwo = new HashSet<>();
        await().until(() -> {
            take(one, first, next, keysOfOne);
            take(two, second, next, keysOfTwo);
            return java.util.Arrays.stream(next).sum() == 8 * each;
        });
        assertThat(next).containsOnly(each);
        assertThat(keysOfOne).isNotEmpty().doesNotContainAnyElementsOf(keysOfTwo);
        assertThat(keysOfTwo).isNotEmpty();
    }

    private static void take(Mqtt5AsyncClient client, Inbox inbox, int[] next, Set<Integer> keys) {
        while (!inbox.isEmpty()) {
            Mqtt5Publish delivery = inbox.next();
            String[] parts = payload(delivery).split(":");
            int key = Integer.parseInt(parts[0]);
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next[key]++);
            keys.add(key);
            settle(client, "ack", delivery).join();
        }
    }

    @Test
    void storesEveryQosAndDeliversWithThatOfTheSubscription() {
        Mqtt5AsyncClient client = connect("-1");
        Inbox inbox = new Inbox(client);
        for (MqttQos qos : MqttQos.values()) {
            String name = queue + "/" + qos.getCode();
            subscribe(client.toBlocking(), qos, name);
            for (MqttQos in : MqttQos.values()) {
                publish(client, in, name, "from " + in.getCode()).join();
            }
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                Mqtt5Publish delivery = inbox.next();
                assertThat(delivery.getQos()).isEqualTo(qos);
                seen.add(payload(delivery));
                settle(client, "ack", delivery).join();
            }
            assertThat(seen).containsExactlyInAnyOrder("from 0", "from 1", "from 2");
            await().until(() -> broker.queues().depth(name) == 0);
        }
    }
}
