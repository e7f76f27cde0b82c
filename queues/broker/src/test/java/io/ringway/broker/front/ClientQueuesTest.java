package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.payload;
import static io.ringway.broker.front.TestBroker.property;
import static io.ringway.broker.front.TestBroker.publish;
import static io.ringway.broker.front.TestBroker.settle;
import static io.ringway.broker.front.TestBroker.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.extension.sdk.api.services.Services;
import io.ringway.broker.front.TestBroker.Inbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@Timeout(180)
class ClientQueuesTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(ClientQueues.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void standsInHiveMq() {
        logger.detachAppender(log);
        assertThat(log.list).isEmpty();
    }

    private static Mqtt5AsyncClient resume(Mqtt5ClientBuilder builder, List<Mqtt5Publish> inbox) {
        Mqtt5AsyncClient client = builder.buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> {
            synchronized (inbox) {
                inbox.add(publish);
            }
        });
        client.toBlocking()
                .connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3_600)
                .send();
        return client;
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttQos.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void deliveriesAndOrdinaryMessagesOfOneClientDoNotGetInEachOthersWay(MqttQos qos, @TempDir Path directory) {
        String queue = "$queue/mixed";
        int each = 2_000;
        Set<String> delivered = ConcurrentHashMap.newKeySet();
        List<String> ordinary = new ArrayList<>();
        AtomicInteger settled = new AtomicInteger();
        try (TestBroker broker = new TestBroker(directory)) {
            Mqtt5AsyncClient consumer = broker.connect("mixed-1");
            consumer.publishes(MqttGlobalPublishFilter.ALL, publish -> {
                if (publish.getTopic().toString().equals(queue)) {
                    delivered.add(payload(publish));
                    settle(consumer, "ack", publish).thenRun(settled::incrementAndGet);
                } else {
                    synchronized (ordinary) {
                        ordinary.add(payload(publish));
                    }
                }
            });
            subscribe(consumer.toBlocking(), qos, queue);
            subscribe(consumer.toBlocking(), qos, "plain/#");
            Mqtt5AsyncClient producer = broker.connect("producer");
            List<String> sent = new ArrayList<>();
            List<CompletableFuture<Mqtt5PublishResult>> answers = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                sent.add("m" + i);
                answers.add(publish(producer, qos, queue, "m" + i));
                answers.add(publish(producer, qos, "plain/topic", "m" + i));
            }
            answers.forEach(CompletableFuture::join);
            await().untilAsserted(() -> assertThat(settled).hasValue(each));
            assertThat(delivered).containsExactlyInAnyOrderElementsOf(sent);
            await().untilAsserted(() -> {
                synchronized (ordinary) {
                    assertThat(ordinary).isEqualTo(sent);
                }
            });
            assertThat(broker.queues().depth(queue)).isZero();
            await().untilAsserted(() -> assertThat(bytesInMemory()).isZero());
        }
    }

    @Test
    void whatAnAbsentClientGetsOutlivesTheBroker(@TempDir Path directory) {
        String queue = "$queue/absent";
        List<Mqtt5Publish> inbox = new ArrayList<>();
        try (TestBroker broker = new TestBroker(directory)) {
            Mqtt5AsyncClient consumer = resume(broker.client("absent-1"), inbox);
            subscribe(consumer, queue);
            subscribe(consumer, "plain/#");
            consumer.toBlocking().disconnect();
            Mqtt5AsyncClient producer = broker.connect("producer");
            publish(producer, queue, "durable").join();
            publish(producer, "plain/topic", "ordinary").join();
        }
        try (TestBroker broker = new TestBroker(directory)) {
            Mqtt5AsyncClient unused = resume(broker.client("absent-1"), inbox);
            await().untilAsserted(() -> {
                synchronized (inbox) {
                    assertThat(inbox).extracting(TestBroker::payload).containsExactlyInAnyOrder("durable", "ordinary");
                }
            });
        }
    }

    private static long bytesInMemory() {
        return ((Number) Services.metricRegistry()
                        .getGauges()
                        .get("com.hivemq.persistence.queued-messages.in-memory.total-size")
                        .getValue())
                .longValue();
    }

    /** A client that takes nothing and goes leaves nothing behind that it would get, or that would take up memory. */
    @Test
    void whatAClientDidNotTakeGoesToAnother(@TempDir Path directory) {
        String queue = "$queue/left";
        int messages = 300;
        try (TestBroker broker = new TestBroker(directory)) {
            Mqtt5AsyncClient silent = broker.client("left-1").buildAsync();
            silent.toBlocking()
                    .connectWith()
                    .cleanStart(false)
                    .sessionExpiryInterval(3_600)
                    .restrictions()
                    .receiveMaximum(1)
                    .applyRestrictions()
                    .send();
            silent.publishes(MqttGlobalPublishFilter.ALL, publish -> {}, true); // acknowledges nothing
            subscribe(silent, queue, "prefetch", "1000");
            Mqtt5AsyncClient producer = broker.connect("producer");
            for (int i = 0; i < messages; i++) {
                publish(producer, queue, "m" + i).join();
            }
            await().untilAsserted(() -> assertThat(bytesInMemory()).isGreaterThan(messages * 100L));
            silent.toBlocking().disconnect();
            await().untilAsserted(() -> assertThat(bytesInMemory()).isLessThan(10_000)); // what was sent stays
            Mqtt5AsyncClient other = broker.connect("left-2");
            Inbox inbox = new Inbox(other);
            subscribe(other, queue, "prefetch", "1000");
            for (int i = 0; i < messages; i++) {
                Mqtt5Publish next = inbox.next();
                assertThat(property(next, "group-id")).isEqualTo("left");
                settle(other, "ack", next).join();
            }
        }
    }
}
