package io.ringway.broker.front;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.ringway.broker.Access;
import io.ringway.broker.DeliveryObserver;
import io.ringway.broker.QueueLimit;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.QueueConfig;
import io.ringway.durable.QueueExistsException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the connections share. */
final class Hub implements AutoCloseable {

    private static final int MOST_PUBLISHES = 4_096;
    private static final long MOST_BYTES = 32L << 20;
    private static final int MOST_UNSENT = 256;
    private static final int MOST_SETTLEMENTS = 2_048;

    private final DurableQueues queues;
    private final Access access;
    private final DeliveryObserver observer;
    private final MqttSettings settings;
    private final int mostHeld;
    private final QueueLimit limit;
    private final Memberships memberships;
    private final Leases leases = new Leases();
    private final Admission publishes = new Admission(MOST_PUBLISHES, MOST_BYTES, MOST_UNSENT);
    private final Admission settlements = new Admission(MOST_SETTLEMENTS, Long.MAX_VALUE, 0);
    private final Map<ConnectionInformation, Client> clients = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> arriving = new ConcurrentHashMap<>();
    private final Map<String, Set<Integer>> refusedQos2 = new ConcurrentHashMap<>();
    private volatile @Nullable ClientQueues deliveries;
    private final ExecutorService workers =
            Executors.newFixedThreadPool(4, work -> daemon(work, "ringway-mqtt-worker"));
    private final ExecutorService authentication =
            Executors.newFixedThreadPool(2, work -> daemon(work, "ringway-mqtt-authentication"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "ringway-mqtt-timer"));

    Hub(
            DurableQueues queues,
            Access access,
            DeliveryObserver observer,
            MqttSettings settings,
            int mostHeld,
            Memberships memberships) {
        this.queues = queues;
        this.access = access;
        this.observer = observer;
        this.settings = settings;
        this.mostHeld = mostHeld;
        limit = new QueueLimit(queues, settings.maxQueues());
        this.memberships = memberships;
        Future<?> unused = timer.scheduleWithFixedDelay(
                () -> clients.values().forEach(Client::look), 250, 250, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    DurableQueues queues() {
        return queues;
    }

    Access access() {
        return access;
    }

    DeliveryObserver observer() {
        return observer;
    }

    /** Deliveries that one client may hold in all; HiveMQ's queue of a session has room for twice as many. */
    int mostHeld() {
        return mostHeld;
    }

    Memberships memberships() {
        return memberships;
    }

    Leases leases() {
        return leases;
    }

    /** For publishes. */
    Admission publishes() {
        return publishes;
    }

    Admission settlements() {
        return settlements;
    }

    /**
     * The connections. What HiveMQ hands out separately for one connection has the same information object, from the
     * CONNECT on; a client that reconnects has two connections for a moment. HiveMQ's attribute store cannot tie them
     * together: it loses what is put into it while HiveMQ turns the accepted connection into a client's, and a client
     * that is not found here would be served as if there were no queues.
     */
    Map<ConnectionInformation, Client> clients() {
        return clients;
    }

    /** To be called before the first client. */
    void keepDeliveriesIn(@Nullable ClientQueues store) {
        deliveries = store;
    }

    /** Drops deliveries that a client with a persistent session left behind. */
    void dropUnsent(String clientId) {
        ClientQueues store = deliveries;
        if (store != null) {
            store.dropUnsent(
                    clientId,
                    () -> clients.values().stream()
                            .anyMatch(client -> client.id().equals(clientId)));
        }
    }

    /** Messages on their way into a queue. */
    AtomicInteger arriving(String queue) {
        return arriving.computeIfAbsent(queue, name -> new AtomicInteger());
    }

    /**
     * Remembers that a client's QoS 2 publish was refused. HiveMQ takes a further publish with the packet identifier
     * for a duplicate of one that was taken, and would acknowledge it.
     */
    void refuseQos2(String clientId, int packetId) {
        refusedQos2
                .computeIfAbsent(clientId, id -> ConcurrentHashMap.newKeySet())
                .add(packetId);
    }

    /** HiveMQ has handed on a QoS 2 publish: the packet identifier is good again. */
    void acceptQos2(String clientId, int packetId) {
        Set<Integer> refused = refusedQos2.get(clientId);
        if (refused != null) {
            refused.remove(packetId);
        }
    }

    boolean isRefusedQos2(String clientId, int packetId) {
        Set<Integer> refused = refusedQos2.get(clientId);
        return refused != null && refused.contains(packetId);
    }

    /** The client's session has ended, and with it what HiveMQ remembers. */
    void forgetQos2(String clientId) {
        refusedQos2.remove(clientId);
    }

    /** For whatever waits for the engine: HiveMQ's own threads must not. */
    ExecutorService workers() {
        return workers;
    }

    /** For checking passwords. */
    ExecutorService authentication() {
        return authentication;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Creates a queue that is used for the first time. Blocks. */
    void create(String queue) {
        if (queues.find(queue).isPresent()) {
            return;
        }
        if (!settings.createQueues()) {
            throw new Refused(AckReasonCode.TOPIC_NAME_INVALID, "no queue named " + queue + "; create it first");
        }
        try {
            create(QueueConfig.of(queue));
        } catch (QueueExistsException e) {
            // Somebody else was first.
        }
    }

    /** Creates a queue. Blocks. */
    void create(QueueConfig config) {
        limit.create(config);
    }

    /** Changes a queue. Blocks. */
    QueueConfig update(QueueConfig config) {
        return limit.update(config);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        authentication.shutdownNow();
        workers.shutdown();
        try {
            workers.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        memberships.close();
    }
}
