package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.payload;
import static io.ringway.broker.front.TestBroker.publish;
import static io.ringway.broker.front.TestBroker.settle;
import static io.ringway.broker.front.TestBroker.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.ringway.broker.front.RawMqtt.Packet;
import io.ringway.broker.front.TestBroker.Inbox;
import io.ringway.broker.http.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many queues, many connections, much traffic: the program with a heap that is small for it. */
@Timeout(300)
class CrowdTest {

    private static final int MANY = 1_000;

    /** Small: more than that flows in. */
    private static final String HEAP = "-Xmx128m";

    private static final int PAYLOAD = 32 << 10;
    private static final int FLOOD = 2_500;

    /**
     * More than the heap, and how many of them a consumer takes so slowly, yet never stalling, that nothing else goes
     * in.
     */
    private static final int MUCH = 5_000;

    private static final int UNHURRIED = 30;
    private static final long PAUSE_NANOS = 200_000_000;

    /** The slow consumer takes nothing beyond as long as it is slow. */
    private static final int HELD_UP = 100;

    @TempDir
    static Path directory;

    static BrokerProcess broker;

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerProcess(directory, ":", HEAP, "-XX:+ExitOnOutOfMemoryError");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void thousandQueues() {
        Mqtt5AsyncClient client = broker.connect("many");
        List<CompletableFuture<Mqtt5PublishResult>> published = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            published.add(publish(client, "$queue/many/" + i, "x"));
        }
        published.forEach(CompletableFuture::join);
        Rest.Reply reply = new Rest(broker.httpPort()).get("/api/v1/queues");
        long filled = 0;
        for (JsonNode queue : reply.json().path("queues")) {
            filled += queue.path("name").asText().startsWith("$queue/many/")
                            && queue.at("/stats/depth").asInt() == 1
                    ? 1
                    : 0;
        }
        assertThat(filled).isEqualTo(MANY);
        client.toBlocking().disconnect();
    }

    @Test
    void thousandConnections() throws IOException {
        List<RawMqtt> idle = new ArrayList<>();
        try {
            while (idle.size() < MANY) {
                RawMqtt client = new RawMqtt(broker.port());
                idle.add(client);
                assertThat(client.connect("idle" + idle.size())).isTrue();
            }
            work("amid-the-idle", 50);
        } finally {
            for (RawMqtt client : idle) {
                client.close();
            }
        }
    }

    /** A client that goes on whatever the others do. */
    private static void work(String name, int count) {
        String queue = "$queue/" + name;
        Mqtt5AsyncClient client = broker.connect(name + "-1");
        Inbox inbox = new Inbox(client);
        subscribe(client, queue);
        for (int i = 0; i < count; i++) {
            publish(client, queue, "m" + i).join();
            Mqtt5Publish delivery = inbox.next();
            assertThat(payload(delivery)).isEqualTo("m" + i);
            settle(client, "ack", delivery).join();
        }
        client.toBlocking().disconnect();
    }

    /** A consumer that takes its time holds up who publishes: what flows in meanwhile must stay outside. */
    @Test
    void floodThatIsHeldUp() throws IOException {
        String queue = "$queue/held-up";
        Mqtt5AsyncClient consumer = broker.client("unhurried-1").buildAsync();
        consumer.toBlocking()
                .connectWith()
                .restrictions()
                .receiveMaximum(10)
                .applyRestrictions()
                .send();
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        ExecutorService slowly = Executors.newSingleThreadExecutor(CrowdTest::daemon);
        consumer.publishes(
                MqttGlobalPublishFilter.ALL,
                delivery -> {
                    if (seen.size() < UNHURRIED) {
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                    seen.add(ByteBuffer.wrap(delivery.getPayloadAsBytes()).getInt());
                    CompletableFuture<?> unused = settle(consumer, "ack", delivery);
                },
                slowly);
        subscribe(consumer, queue, "prefetch", "500");
        try (Flooder deaf = new Flooder(broker.port(), queue, 0, MUCH)) {
            await().until(deaf::isOver);
            await().until(() -> seen.size() == MUCH);
        }
        assertThat(broker.isAlive()).as("%s", broker.log()).isTrue();
        consumer.toBlocking().disconnect();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "slow");
        thread.setDaemon(true);
        return thread;
    }

    @Test
    void flood() throws IOException {
        String queue = "$queue/flood";
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        AtomicBoolean isSlow = new AtomicBoolean(true);
        Mqtt5AsyncClient consumer = broker.connect("slow-1");
        // A thread of its own: the client's are shared with the other clients here. It is needed to the client's end.
        ExecutorService slowly = Executors.newSingleThreadExecutor(CrowdTest::daemon);
        consumer.publishes(
                MqttGlobalPublishFilter.ALL,
                delivery -> {
                    while (isSlow.get() && seen.size() > HELD_UP) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    seen.add(ByteBuffer.wrap(delivery.getPayloadAsBytes()).getInt());
                    CompletableFuture<?> unused = settle(consumer, "ack", delivery);
                },
                slowly);
        subscribe(consumer, queue);
        try (Flooder polite = new Flooder(broker.port(), queue, 1, FLOOD);
                Flooder deaf = new Flooder(broker.port(), queue, 0, FLOOD)) {
            await().until(() -> polite.promised.size() > 100);
            work("amid-the-flood", 50);
            await().until(() -> polite.isOver() && deaf.isOver());
            assertThat(polite.promised).hasSize(FLOOD);
            isSlow.set(false);
            await().until(() -> seen.containsAll(polite.promised));
        }
        assertThat(broker.isAlive()).as("%s", broker.log()).isTrue();
        consumer.toBlocking().disconnect();
    }

    /** Publishes as fast as the protocol allows: with QoS 0 as fast as the connection takes it. */
    private static final class Flooder implements AutoCloseable {

        private static final int RECEIVE_MAXIMUM = 1_000;

        final Set<Integer> promised = ConcurrentHashMap.newKeySet();
        private final RawMqtt client;
        private final Semaphore room = new Semaphore(RECEIVE_MAXIMUM);
        private final CompletableFuture<Void> written;
        private final CompletableFuture<Void> read;

        Flooder(int port, String queue, int qos, int count) throws IOException {
            client = new RawMqtt(port);
            assertThat(client.connect("flooder-" + qos)).isTrue();
            written = CompletableFuture.runAsync(() -> write(queue, qos, count), CrowdTest::start);
            read = qos == 0 ? written : CompletableFuture.runAsync(() -> read(count), CrowdTest::start);
        }

        private void write(String queue, int qos, int count) {
            try {
                for (int i = 1; i <= count; i++) {
                    if (qos > 0) {
                        room.acquireUninterruptibly();
                    }
                    byte[] payload = ByteBuffer.allocate(PAYLOAD)
                            .putInt(qos > 0 ? i : -i)
                            .array();
                    client.send(RawMqtt.publish(qos, queue, i, payload));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void read(int count) {
            try {
                while (promised.size() < count) {
                    Packet packet = client.read();
                    assertThat(packet).extracting(Packet::type).isEqualTo(RawMqtt.PUBACK);
                    assertThat(packet.body().limit()).isEqualTo(2); // without a reason code: success
                    promised.add((int) packet.body().getShort(0));
                    room.release();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isOver() {
            if (read.isDone() || written.isCompletedExceptionally()) {
                written.join();
                read.join();
                return true;
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "flooder");
        thread.setDaemon(true);
        thread.start();
    }
}
