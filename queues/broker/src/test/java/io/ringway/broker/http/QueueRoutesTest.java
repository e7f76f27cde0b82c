package io.ringway.broker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringway.broker.BrokerConfig;
import io.ringway.broker.Callers;
import io.ringway.broker.Latency;
import io.ringway.durable.Delivery;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Message;
import io.ringway.durable.QueueConfig;
import io.ringway.durable.SubscribeOptions;
import io.ringway.durable.Subscription;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueRoutesTest {

    private static final String QUEUE = "$queue/tasks/image";

    @TempDir
    static Path data;

    private static DurableQueues queues;
    private static HttpFront http;
    private static Rest rest;

    @BeforeAll
    static void start() {
        queues = DurableQueues.open(data);
        http = HttpFront.start(
                queues,
                Callers.OPEN,
                queue -> new Latency(0.001, 0.002, null),
                BrokerConfig.Limits.DEFAULT,
                () -> true,
                () -> "",
                null,
                "127.0.0.1",
                0);
        rest = new Rest(http.port());
    }

    @AfterAll
    static void stop() {
        http.close();
        queues.close();
    }

    @AfterEach
    void clear() {
        queues.list().forEach(queue -> queues.delete(queue.name()));
    }

    private static void rejectOne(String payload) throws Exception {
        queues.publish(
                        QUEUE,
                        Message.builder(payload.getBytes(StandardCharsets.UTF_8))
                                .key("k")
                                .property("colour", "red")
                                .build())
                .get();
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        try (Subscription ignored = queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add)) {
            deliveries.take().reject("unreadable").get();
        }
        await().until(() -> !queues.deadLetters(QUEUE, null, 1).isEmpty());
    }

    @Test
    void createsAQueueFromTheKeysOfTheSpecification() {
        Rest.Reply reply = rest.post(
                "/api/v1/queues",
                "{\"name\":\"$queue/tasks/image\",\"partitions\":3,\"retry_policy\":{\"max_retries\":2}}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().at("/config/partitions").asInt()).isEqualTo(3);
        assertThat(queues.get(QUEUE).retryPolicy().maxRetries()).isEqualTo(2);
        assertThat(rest.post("/api/v1/queues", "{\"name\":\"$queue/tasks/image\"}")
                        .error())
                .isEqualTo("queue_exists");
    }

    @Test
    void listsQueuesWithTheirFigures() throws Exception {
        queues.create(QueueConfig.of(QUEUE));
        rejectOne("x");
        queues.publish(QUEUE, Message.of(new byte[10])).get();

        JsonNode list = rest.get("/api/v1/queues").json().path("queues");

        assertThat(list).hasSize(2);
        assertThat(list.get(1).path("name").asText()).isEqualTo(QUEUE);
        assertThat(list.get(1).path("stats").toString())
                .isEqualTo("{\"depth\":1,\"enqueued\":2,\"dequeued\":1,\"acked\":0,\"nacked\":0,\"expired\":0,"
                        + "\"dead_lettered\":{\"max_retries\":0,\"timeout\":0,\"rejected\":1,\"expired\":0},"
                        + "\"groups\":1,\"consumers\":0,\"in_flight\":0,\"lag\":1,"
                        + "\"latency\":{\"p50\":0.001,\"p99\":0.002,\"p999\":null}}");
        assertThat(rest.get(Rest.queue(QUEUE)).json()).isEqualTo(list.get(1));
    }

    @Test
    void tellsOfGroupsAndConsumers() {
        queues.create(QueueConfig.builder(QUEUE).partitions(2).build());
        try (Subscription ignored =
                queues.subscribe(QUEUE, "workers", "w1", SubscribeOptions.DEFAULT, delivery -> {})) {
            JsonNode group = rest.get(Rest.queue(QUEUE) + "/consumers").json().at("/groups/0");

            assertThat(group.path("name").asText()).isEqualTo("workers");
            assertThat(group.path("lag").asLong()).isZero();
            assertThat(group.at("/consumers/0/consumer_id").asText()).isEqualTo("w1");
            assertThat(group.at("/consumers/0/partitions").toString()).isEqualTo("[0,1]");
            assertThat(group.at("/consumers/0/prefetch").asInt()).isPositive();

            JsonNode stats = rest.get(Rest.queue(QUEUE) + "/stats").json();
            assertThat(stats.path("queue").asText()).isEqualTo(QUEUE);
            assertThat(stats.at("/groups/0")).isEqualTo(group);
            assertThat(stats.path("latency").toString()).isEqualTo("{\"p50\":0.001,\"p99\":0.002,\"p999\":null}");
        }
    }

    @Test
    void changesWhatTheBodyNamesAndNothingElse() {
        queues.create(QueueConfig.builder(QUEUE).partitions(2).build());

        Rest.Reply reply = rest.put(Rest.queue(QUEUE) + "/config", "{\"limits\":{\"max_queue_depth\":7}}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(queues.get(QUEUE).limits().maxQueueDepth()).isEqualTo(7);
        assertThat(queues.get(QUEUE).partitions()).isEqualTo(2);
        Rest.Reply refused = rest.put(Rest.queue(QUEUE) + "/config", "{\"limits\":{\"max_depth\":7}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/error/message").asText()).contains("limits.max_depth");
    }

    @Test
    void purgesAndDeletes() throws Exception {
        queues.create(QueueConfig.of(QUEUE));
        queues.publish(QUEUE, Message.of(new byte[1])).get();

        assertThat(rest.post(Rest.queue(QUEUE) + "/purge", "{}")
                        .json()
                        .path("purged")
                        .asInt())
                .isEqualTo(1);
        assertThat(queues.stats(QUEUE).depth()).isZero();
        assertThat(rest.delete(Rest.queue(QUEUE)).status()).isEqualTo(204);
        assertThat(queues.find(QUEUE)).isEmpty();
        assertThat(rest.get(Rest.queue(QUEUE)).error()).isEqualTo("unknown_queue");
    }

    @Test
    void pagesDeadLettersAndPutsOneBack() throws Exception {
        queues.create(QueueConfig.builder(QUEUE).partitions(1).build());
        rejectOne("first");
        rejectOne("second");

        JsonNode page = rest.get(Rest.queue(QUEUE) + "/dlq?limit=1").json();
        JsonNode letter = page.at("/dead_letters/0");
        assertThat(page.path("dead_letters")).hasSize(1);
        assertThat(letter.path("queue").asText()).isEqualTo(QUEUE);
        assertThat(letter.path("group").asText()).isEqualTo("g");
        assertThat(letter.path("reason").asText()).isEqualTo("rejected");
        assertThat(letter.path("detail").asText()).isEqualTo("unreadable");
        assertThat(letter.path("attempts").asInt()).isEqualTo(1);
        assertThat(letter.path("key").asText()).isEqualTo("k");
        assertThat(letter.at("/properties/0").toString()).isEqualTo("{\"name\":\"colour\",\"value\":\"red\"}");
        assertThat(letter.path("payload_base64").binaryValue())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(letter.path("payload_text").asText())
                .isIn("first", "second");

        JsonNode rest2 = rest.get(Rest.queue(QUEUE) + "/dlq?after="
                        + Rest.encode(page.path("next").asText()))
                .json();
        assertThat(rest2.path("dead_letters")).hasSize(1);
        assertThat(rest2.at("/dead_letters/0/id")).isNotEqualTo(letter.path("id"));
        assertThat(rest2.path("next").isNull()).isTrue();

        Rest.Reply retried = rest.post(
                Rest.queue(QUEUE) + "/dlq/" + Rest.encode(letter.path("id").asText()) + "/retry", "{}");
        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.json().path("message_id").asText()).isNotEmpty();
        assertThat(queues.stats(QUEUE).depth()).isEqualTo(1);
        assertThat(rest.post(Rest.queue(QUEUE) + "/dlq/purge", "{}")
                        .json()
                        .path("purged")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aDamagedDeadLetterIsToldBesideTheOthers() throws Exception {
        queues.create(QueueConfig.builder(QUEUE).partitions(1).build());
        rejectOne("whole");
        rejectOne("will-be-damaged");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf("will-be-damaged");
                if (at >= 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'W'}), at);
                    }
                }
            }
        }

        JsonNode letters = rest.get(Rest.queue(QUEUE) + "/dlq").json().path("dead_letters");

        assertThat(letters).hasSize(2);
        assertThat(letters.at("/0/damaged").asBoolean()).isFalse();
        assertThat(letters.at("/0/payload_text").asText()).isEqualTo("whole");
        assertThat(letters.at("/1/damaged").asBoolean()).isTrue();
        assertThat(letters.at("/1/payload_base64").isNull()).isTrue();
        assertThat(letters.at("/1/detail").asText()).isEqualTo("unreadable");
    }
}
