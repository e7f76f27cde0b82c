package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.payload;
import static io.ringway.broker.front.TestBroker.property;
import static io.ringway.broker.front.TestBroker.publish;
import static io.ringway.broker.front.TestBroker.settle;
import static io.ringway.broker.front.TestBroker.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.ringway.broker.front.TestBroker.Inbox;
import io.ringway.durable.ConsumerStats;
import io.ringway.durable.GroupStats;
import io.ringway.durable.Performance;
import io.ringway.durable.QueueConfig;
import io.ringway.durable.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Consumers that come, go, come back and fall silent. */
@Timeout(300)
class SessionsTest {

    private static final RetryPolicy SOON =
            new RetryPolicy(10, Duration.ofMillis(10), Duration.ofMillis(10), 1, Duration.ofHours(1));

    private static Mqtt5AsyncClient persistent(TestBroker broker, String id, boolean cleanStart) {
        Mqtt5AsyncClient client = broker.client(id).buildAsync();
        client.toBlocking()
                .connectWith()
                .cleanStart(cleanStart)
                .sessionExpiryInterval(3_600)
                .send();
        return client;
    }

    private static List<ConsumerStats> consumers(TestBroker broker, String queue) {
        return broker.queues().stats(queue).groups().stream()
                .map(GroupStats::consumers)
                .flatMap(List::stream)
                .toList();
    }

    /** HiveMQ may still be making a client's connection of an accepted one when an extension hears of it. */
    @Test
    void eachOfManyConnectionsIsServedFromItsFirstPacketOn(@TempDir Path directory) {
        String queue = "$queue/greeted";
        int rounds = 20;
        int together = 50;
        try (TestBroker broker = new TestBroker(directory)) {
            for (int round = 0; round < rounds; round++) {
                List<CompletableFuture<Void>> served = new ArrayList<>();
                for (int i = 0; i < together; i++) {
                    String id = "client-" + round + "-" + i;
                    Mqtt5AsyncClient client = broker.client(id).buildAsync();
                    served.add(client.connect()
                            .thenCompose(connected -> publish(client, queue, id))
                            .thenCompose(published -> client.disconnect()));
                }
                CompletableFuture.allOf(served.toArray(CompletableFuture<?>[]::new))
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join();
            }
            assertThat(broker.queues().depth(queue)).isEqualTo(rounds * together);
        }
    }

    @Test
    void membershipIsRestoredWithTheSessionAlsoByABrokerThatStartsAgain(@TempDir Path directory) {
        String queue = "$queue/resumed";
        try (TestBroker broker = new TestBroker(directory)) {
            Mqtt5AsyncClient client = persistent(broker, "consumer", true);
            Inbox inbox = new Inbox(client);
            subscribe(client, queue, "consumer-group", "special", "prefetch", "7");
            publish(client, queue, "held").join();
            Mqtt5Publish held = inbox.next();
            client.toBlocking().disconnect();
            await().until(() -> consumers(broker, queue).isEmpty());

            Mqtt5AsyncClient again = broker.client("consumer").buildAsync();
            Inbox second = new Inbox(again);
            again.toBlocking()
                    .connectWith()
                    .cleanStart(false)
                    .sessionExpiryInterval(3_600)
                    .send();
            Mqtt5Publish redelivered = second.next();
            assertThat(property(redelivered, "message-id")).isEqualTo(property(held, "message-id"));
            assertThat(property(redelivered, "attempt")).isEqualTo("2");
            assertThat(property(redelivered, "group-id")).isEqualTo("special");
            assertThat(consumers(broker, queue))
                    .singleElement()
                    .satisfies(consumer -> assertThat(consumer.prefetch()).isEqualTo(7));
            settle(again, "ack", redelivered).join();
            again.toBlocking().disconnect();
        }
        try (TestBroker broker = new TestBroker(directory)) {
            Mqtt5AsyncClient producer = broker.connect("producer");
            publish(producer, queue, "after").join();
            Mqtt5AsyncClient again = broker.client("consumer").buildAsync();
            Inbox inbox = new Inbox(again);
            again.toBlocking()
                    .connectWith()
                    .cleanStart(false)
                    .sessionExpiryInterval(3_600)
                    .send();
            Mqtt5Publish delivery = inbox.next();
            assertThat(payload(delivery)).isEqualTo("after");
            assertThat(property(delivery, "group-id")).isEqualTo("special");
            assertThat(property(delivery, "attempt")).isEqualTo("1");
            settle(again, "ack", delivery).join();
            again.toBlocking().unsubscribeWith().topicFilter(queue).send();
            await().until(() -> consumers(broker, queue).isEmpty());
            again.toBlocking().disconnect();

            // Unsubscribed is unsubscribed, and a new session knows of nothing.
            Mqtt5AsyncClient third = broker.client("consumer").buildAsync();
            third.toBlocking().connectWith().cleanStart(false).send();
            assertThat(consumers(broker, queue)).isEmpty();
            third.toBlocking().disconnect();
            producer.toBlocking().disconnect();
        }
    }

    @Test
    void consumersComeAndGo(@TempDir Path directory) {
        try (TestBroker broker = new TestBroker(directory)) {
            joiningTwiceIsJoiningOnce(broker);
            anotherGroupReplacesTheFirst(broker);
            whatASilentConsumerHoldsGoesToAnother(broker);
            whatADeadConsumerHoldsGoesToAnother(broker);
            aConsumerWithoutHeartbeatLosesItsPartitions(broker);
            aSlowConsumerDoesNotHoldUpAFastOne(broker);
            aDeletedQueueEndsItsConsumers(broker);
        }
    }

    private static void joiningTwiceIsJoiningOnce(TestBroker broker) {
        String queue = "$queue/twice";
        Mqtt5AsyncClient client = broker.connect("twice-1");
        Inbox inbox = new Inbox(client);
        subscribe(client, queue);
        publish(client, queue, "one").join();
        Mqtt5Publish held = inbox.next();
        subscribe(client, queue);
        publish(client, queue, "two").join();
        Mqtt5Publish next = inbox.next();
        assertThat(payload(next)).isEqualTo("two");
        settle(client, "ack", held).join();
        settle(client, "ack", next).join();
        await().until(() -> broker.queues().depth(queue) == 0);
        assertThat(consumers(broker, queue)).hasSize(1);
        assertThat(inbox.isEmpty()).isTrue();
        client.toBlocking().disconnect();
    }

    private static void anotherGroupReplacesTheFirst(TestBroker broker) {
        String queue = "$queue/moves";
        Mqtt5AsyncClient client = broker.connect("moves-1");
        Inbox inbox = new Inbox(client);
        subscribe(client, queue, "consumer-group", "a");
        subscribe(client, queue, "consumer-group", "b");
        publish(client, queue, "x").join();
        assertThat(property(inbox.next(), "group-id")).isEqualTo("b");
        assertThat(consumers(broker, queue)).hasSize(1);
        client.toBlocking().disconnect();
    }

    private static void whatASilentConsumerHoldsGoesToAnother(TestBroker broker) {
        String queue = "$queue/silent";
        broker.queues()
                .create(QueueConfig.builder(queue)
                        .partitions(1)
                        .retryPolicy(SOON)
                        .performance(new Performance(Duration.ofMillis(300), 1))
                        .build());
        Mqtt5AsyncClient silent = broker.connect("silent-1");
        Inbox inbox = new Inbox(silent);
        subscribe(silent, queue);
        publish(silent, queue, "x").join();
        Mqtt5Publish first = inbox.next();
        Mqtt5Publish second = inbox.next();
        assertThat(property(second, "attempt")).isEqualTo("2");
        // The lease that ran out is told as such, and settles nothing.
        assertThat(settle(silent, "ack", first)).failsWithin(Duration.ofSeconds(20));
        settle(silent, "ack", second).join();
        await().until(() -> broker.queues().depth(queue) == 0);
        silent.toBlocking().disconnect();
    }

    private static void whatADeadConsumerHoldsGoesToAnother(TestBroker broker) {
        String queue = "$queue/dead";
        Commands.require("mosquitto_sub", "mosquitto-clients");
        Process consumer = Commands.start(
                "mosquitto_sub",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(broker.port()),
                "-V",
                "5",
                "-i",
                "dead-1",
                "-q",
                "1",
                "-t",
                queue);
        await().until(() -> broker.queues().find(queue).isPresent()
                && consumers(broker, queue).size() == 1);
        Mqtt5AsyncClient producer = broker.connect("producer");
        publish(producer, queue, "x").join();
        assertThat(Commands.lines(consumer, 1)).containsExactly("x");
        consumer.destroyForcibly(); // kill -9
        Mqtt5AsyncClient other = broker.connect("dead-2");
        Inbox inbox = new Inbox(other);
        subscribe(other, queue);
        // At once, not after the 30 s of the delivery time-out.
        Mqtt5Publish delivery = inbox.next();
        assertThat(property(delivery, "attempt")).isEqualTo("2");
        settle(other, "ack", delivery).join();
        other.toBlocking().disconnect();
        producer.toBlocking().disconnect();
    }

    private static void aConsumerWithoutHeartbeatLosesItsPartitions(TestBroker broker) {
        String queue = "$queue/hangs";
        Mqtt5AsyncClient hangs = broker.connect("hangs-1");
        Mqtt5AsyncClient idle = broker.connect("hangs-2");
        Mqtt5AsyncClient producer = broker.connect("hangs-producer");
        Inbox never = new Inbox(hangs);
        Inbox inbox = new Inbox(idle);
        assertThatThrownBy(() -> subscribe(hangs, queue, "heartbeat", "499ms"))
                .isInstanceOf(Mqtt5SubAckException.class);
        subscribe(hangs, queue, "heartbeat", "1s");
        subscribe(idle, queue, "heartbeat", "3s");
        int count = 20;
        for (int i = 0; i < count; i++) {
            publish(producer, queue, "m" + i).join();
        }
        // Its library acknowledges and would ping: nothing of that is a sign of life. The lease would last for 30 s.
        Set<String> served = new HashSet<>();
        while (served.size() < count) {
            Mqtt5Publish delivery = inbox.next();
            settle(idle, "ack", delivery).join();
            served.add(payload(delivery));
        }
        assertThat(never.size()).isPositive();
        await().until(() -> !hangs.getState().isConnected());
        // Who holds nothing has nothing to say.
        assertThat(consumers(broker, queue))
                .extracting(ConsumerStats::consumerId)
                .containsExactly("hangs-2");
        LockSupport.parkNanos(Duration.ofMillis(3_500).toNanos());
        assertThat(idle.getState().isConnected()).isTrue();
        // Whatever it publishes is a sign of life, while it holds a delivery for longer than its heartbeat.
        publish(producer, queue, "long").join();
        Mqtt5Publish held = inbox.next();
        for (int i = 0; i < 35; i++) {
            publish(idle, "still/here", "x").join();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        settle(idle, "ack", held).join();
        await().until(() -> broker.queues().depth(queue) == 0);
        idle.toBlocking().disconnect();
        producer.toBlocking().disconnect();
    }

    private static void aSlowConsumerDoesNotHoldUpAFastOne(TestBroker broker) {
        String queue = "$queue/uneven";
        Mqtt5AsyncClient slow = broker.connect("uneven-1");
        Mqtt5AsyncClient fast = broker.connect("uneven-2");
        Inbox never = new Inbox(slow);
        Inbox inbox = new Inbox(fast);
        subscribe(slow, queue, "prefetch", "1");
        subscribe(fast, queue);
        int count = 200;
        for (int i = 0; i < count; i++) {
            publish(fast, queue, "m" + i).join();
        }
        // The slow one holds one; all of the fast one's partitions are served meanwhile.
        await().until(() -> never.size() == 1);
        int served = 0;
        while (served < count / 4) {
            settle(fast, "ack", inbox.next()).join();
            served++;
        }
        slow.toBlocking().disconnect();
        while (served < count) {
            settle(fast, "ack", inbox.next()).join();
            served++;
        }
        await().until(() -> broker.queues().depth(queue) == 0);
        fast.toBlocking().disconnect();
    }

    private static void aDeletedQueueEndsItsConsumers(TestBroker broker) {
        String queue = "$queue/deleted";
        Mqtt5AsyncClient client = broker.connect("deleted-1");
        subscribe(client, queue);
        broker.queues().delete(queue);
        await().until(() -> !client.getState().isConnected());
    }
}
