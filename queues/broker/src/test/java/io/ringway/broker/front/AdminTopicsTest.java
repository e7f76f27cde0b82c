package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.payload;
import static io.ringway.broker.front.TestBroker.publish;
import static io.ringway.broker.front.TestBroker.settle;
import static io.ringway.broker.front.TestBroker.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.ringway.broker.Access;
import io.ringway.broker.DeliveryObserver;
import io.ringway.broker.front.TestBroker.Inbox;
import io.ringway.durable.DurableOptions;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Ordering;
import io.ringway.log.MemoryLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The topics below {@code $admin}, and who may do what. */
@Timeout(300)
class AdminTopicsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Everybody with the password "right" is let in; each may do what the name says, with queues below $queue/open. */
    private static final Access BY_NAME = new Access() {
        @Override
        public boolean authenticate(@Nullable String user, byte @Nullable [] password) {
            return user != null && Arrays.equals(password, "right".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean permits(@Nullable String user, Action action, String queue) {
            return queue.startsWith("$queue/open") && user != null && user.contains(action.name());
        }
    };

    @TempDir
    static Path directory;

    static DurableQueues queues;
    static MqttFront front;

    @BeforeAll
    static void start() {
        queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT);
        front = MqttFront.start(
                queues,
                BY_NAME,
                DeliveryObserver.NONE,
                directory,
                new MqttSettings("127.0.0.1", 0, null, 100, 1 << 20, 20, true));
    }

    @AfterAll
    static void stop() {
        front.close();
        queues.close();
    }

    private static Mqtt5AsyncClient connect(String user, String password) {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(user + "-1")
                .serverHost("127.0.0.1")
                .serverPort(front.port())
                .simpleAuth()
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
        client.toBlocking().connect();
        return client;
    }

    private static JsonNode request(Mqtt5AsyncClient client, Inbox inbox, String topic, String json) throws Exception {
        CompletableFuture<Mqtt5PublishResult> published = client.publish(Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(json.getBytes(StandardCharsets.UTF_8))
                .responseTopic("answers")
                .correlationData(("for " + json).getBytes(StandardCharsets.UTF_8))
                .build());
        Mqtt5Publish answer = inbox.next();
        assertThat(answer.getCorrelationData()
                        .map(data -> StandardCharsets.UTF_8.decode(data).toString()))
                .contains("for " + json);
        JsonNode body = JSON.readTree(answer.getPayloadAsBytes());
        CompletableFuture<Boolean> isGood = published.handle((result, failure) -> failure == null);
        assertThat(body.get("ok").asBoolean()).isEqualTo(isGood.get());
        return body;
    }

    @Test
    void createsAndChangesQueues() throws Exception {
        Mqtt5AsyncClient admin = connect("ADMIN", "right");
        Inbox inbox = new Inbox(admin);
        subscribe(admin, "answers");
        JsonNode created = request(
                admin,
                inbox,
                "$admin/queue/create",
                "{\"name\":\"$queue/open/made\",\"partitions\":3,\"ordering\":\"none\",\"limits\":{\"max_queue_depth\":7}}");
        assertThat(created.get("config").get("partitions").asInt()).isEqualTo(3);
        assertThat(queues.get("$queue/open/made").ordering()).isEqualTo(Ordering.NONE);
        assertThat(queues.get("$queue/open/made").limits().maxQueueDepth()).isEqualTo(7);

        JsonNode changed = request(
                admin, inbox, "$admin/queue/open/made/config", "{\"performance\":{\"delivery_timeout\":\"5s\"}}");
        assertThat(changed.get("config")
                        .get("performance")
                        .get("delivery_timeout")
                        .asText())
                .isEqualTo("PT5S");
        assertThat(queues.get("$queue/open/made").limits().maxQueueDepth()).isEqualTo(7);
        assertThat(request(admin, inbox, "$admin/queue/open/made/config", "").get("config"))
                .isEqualTo(changed.get("config"));

        for (String[] bad : new String[][] {
            {"$admin/queue/create", "{\"name\":\"$queue/open/made\"}", "exists"},
            {"$admin/queue/create", "{\"name\":\"$queue/open/x\",\"colour\":1}", "colour"},
            {"$admin/queue/create", "{\"name\":\"nonsense\"}", "$queue/"},
            {"$admin/queue/create", "{\"name\":7}", "name"},
            {"$admin/queue/create", "[]", "JSON"},
            {"$admin/queue/create", "{} {}", "JSON"},
            {"$admin/queue/create", "", "JSON"},
            {"$admin/queue/create", "null", "JSON"},
            {"$admin/queue/create", "{\"name\":\"$queue/closed\"}", "not allowed"},
            {"$admin/queue/open/made/config", "{\"partitions\":4}", "partitions"},
            {"$admin/queue/open/none/config", "{}", "none"}
        }) {
            assertThat(request(admin, inbox, bad[0], bad[1]).get("error").asText())
                    .as(bad[1])
                    .contains(bad[2]);
        }
        admin.toBlocking().disconnect();
    }

    @Test
    void streamsFigures() throws Exception {
        Mqtt5AsyncClient user = connect("ADMIN,PUBLISH,CONSUME", "right");
        Inbox inbox = new Inbox(user);
        publish(user, "$queue/open/watched", "x").join();
        subscribe(user, "$admin/queue/open/watched/stats");
        for (int i = 0; i < 2; i++) {
            JsonNode figures = JSON.readTree(inbox.next().getPayloadAsBytes());
            assertThat(figures.get("queue").asText()).isEqualTo("$queue/open/watched");
            assertThat(figures.get("depth").asInt()).isEqualTo(1);
        }
        user.toBlocking()
                .unsubscribeWith()
                .topicFilter("$admin/queue/open/watched/stats")
                .send();
        user.toBlocking().disconnect();
    }

    @Test
    void letsInOnlyWhoIsKnownAndDoOnlyWhatIsPermitted() {
        assertThatThrownBy(() -> connect("PUBLISH", "wrong")).isInstanceOf(Mqtt5ConnAckException.class);
        Mqtt5AsyncClient publisher = connect("PUBLISH", "right");
        Mqtt5AsyncClient consumer = connect("CONSUME", "right");
        publish(publisher, "$queue/open/guarded", "x").join();
        expectNotAuthorized(publish(consumer, "$queue/open/guarded", "x"));
        expectNotAuthorized(publish(publisher, "$queue/closed", "x"));
        expectNotAuthorized(publish(publisher, "$queue/open/guarded/$ack", ""));
        expectNotAuthorized(publish(publisher, "$admin/queue/create", "{\"name\":\"$queue/open/own\"}"));
        assertThatThrownBy(() -> subscribe(publisher, "$queue/open/guarded")).isInstanceOf(Mqtt5SubAckException.class);
        assertThatThrownBy(() -> subscribe(publisher, "$admin/queue/open/guarded/stats"))
                .isInstanceOf(Mqtt5SubAckException.class);
        Inbox inbox = new Inbox(consumer);
        subscribe(consumer, "$queue/open/guarded");
        Mqtt5Publish delivery = inbox.next();
        assertThat(payload(delivery)).isEqualTo("x");
        settle(consumer, "ack", delivery).join();
        await().until(() -> queues.depth("$queue/open/guarded") == 0);
        assertThat(queues.find("$queue/closed")).isEmpty();
        publisher.toBlocking().disconnect();
        consumer.toBlocking().disconnect();
    }

    private static void expectNotAuthorized(CompletableFuture<Mqtt5PublishResult> published) {
        assertThat(published)
                .failsWithin(java.time.Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        Mqtt5PubAckException.class,
                        refused -> assertThat(refused.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED));
    }
}
