package io.ringway.broker.front;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import com.google.inject.Injector;
import com.hivemq.HiveMQServer;
import com.hivemq.configuration.service.MqttConfigurationService.QueuedMessagesStrategy;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.mqtt.message.MessageWithID;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.pubrel.PUBREL;
import com.hivemq.persistence.ProducerQueues;
import com.hivemq.persistence.SingleWriterService;
import com.hivemq.persistence.clientqueue.ClientQueueLocalPersistence;
import com.hivemq.persistence.clientqueue.ClientQueuePersistence;
import com.hivemq.persistence.connection.ConnectionPersistence;
import com.hivemq.persistence.local.memory.ClientQueueMemoryLocalPersistence;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits in HiveMQ for a client: deliveries of durable queues in memory, everything else in HiveMQ's files.
 *
 * <p>The engine has a delivery on disk already, and gives it to somebody else when the client or the broker dies.
 * HiveMQ would write it to files of its own three times, as it comes, as it is sent and as it is acknowledged, which
 * took more processor time than all the rest of the broker. HiveMQ has a store in memory, but only for everything:
 * sessions, retained messages and ordinary messages would be gone after a restart.
 *
 * <p>HiveMQ calls for one client on one thread at a time.
 */
final class ClientQueues implements ClientQueueLocalPersistence {

    private static final Logger LOG = LoggerFactory.getLogger(ClientQueues.class);

    private final ClientQueueLocalPersistence files;
    private final ClientQueueLocalPersistence memory;
    private final ProducerQueues writer;
    private final SendWindow window;

    /** By client, the packet identifiers that deliveries in memory were sent with. */
    private final Map<String, Set<Integer>> sentFromMemory = new ConcurrentHashMap<>();

    private ClientQueues(
            ClientQueueLocalPersistence files,
            ClientQueueLocalPersistence memory,
            ProducerQueues writer,
            SendWindow window) {
        this.files = files;
        this.memory = memory;
        this.writer = writer;
        this.window = window;
    }

    /**
     * Takes the place of HiveMQ's store; to be called before HiveMQ listens. HiveMQ has no way to be given one, so this
     * reaches into it. If it is built otherwise than expected, its own store stays: slower, and as correct.
     */
    static @Nullable ClientQueues install(EmbeddedHiveMQ hivemq) {
        try {
            Field server = hivemq.getClass().getDeclaredField("hiveMQServer");
            server.setAccessible(true);
            Injector injector = ((HiveMQServer) server.get(hivemq)).getInjector();
            ClientQueuePersistence queues = injector.getInstance(ClientQueuePersistence.class);
            Field store = queues.getClass().getDeclaredField("localPersistence");
            store.setAccessible(true);
            ClientQueues mixed = new ClientQueues(
                    (ClientQueueLocalPersistence) store.get(queues),
                    injector.getInstance(ClientQueueMemoryLocalPersistence.class),
                    injector.getInstance(SingleWriterService.class).getQueuedMessagesQueue(),
                    new SendWindow(injector.getInstance(ConnectionPersistence.class)));
            store.set(queues, mixed);
            return mixed;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("Deliveries go through HiveMQ's files, which is slow: its store cannot be replaced", e);
            return null;
        }
    }

    /**
     * Drops what a client with a persistent session did not take before it went, unless it is back meanwhile. What was
     * sent stays: the session goes on with it.
     */
    void dropUnsent(String client, BooleanSupplier isBack) {
        var unused = writer.submit(client, bucketIndex -> {
            if (!isBack.getAsBoolean()) {
                // HiveMQ's store removes only what has a packet identifier: read as if to send it.
                ImmutableIntArray free = ImmutableIntArray.copyOf(IntStream.rangeClosed(1, 65_535)
                        .filter(id -> !isSentFromMemory(client, id))
                        .limit(1_000));
                while (!memory.readNew(client, false, free, Long.MAX_VALUE, bucketIndex)
                        .isEmpty()) {
                    free.forEach(id -> memory.remove(client, id, bucketIndex));
                }
            }
            return null;
        });
    }

    private static boolean isDelivery(boolean shared, PUBLISH publish) {
        return !shared && Route.of(publish.getTopic()).kind() == Route.Kind.QUEUE;
    }

    private boolean isSentFromMemory(String client, int packetId) {
        return sentFromMemory.getOrDefault(client, Set.of()).contains(packetId);
    }

    private ClientQueueLocalPersistence holder(String client, int packetId) {
        return isSentFromMemory(client, packetId) ? memory : files;
    }

    private void forgetSent(String client, int packetId) {
        sentFromMemory.computeIfPresent(client, (id, sent) -> {
            sent.remove(packetId);
            return sent.isEmpty() ? null : sent;
        });
    }

    @Override
    public void add(
            String queueId,
            boolean shared,
            PUBLISH publish,
            long max,
            QueuedMessagesStrategy strategy,
            boolean retained,
            int bucketIndex) {
        (isDelivery(shared, publish) ? memory : files)
                .add(queueId, shared, publish, max, strategy, retained, bucketIndex);
    }

    /** Retained messages, of which queues have none. */
    @Override
    public void add(
            String queueId,
            boolean shared,
            List<PUBLISH> publishes,
            long max,
            QueuedMessagesStrategy strategy,
            boolean retained,
            int bucketIndex) {
        files.add(queueId, shared, publishes, max, strategy, retained, bucketIndex);
    }

    @Override
    public ImmutableList<PUBLISH> readNew(
            String queueId, boolean shared, ImmutableIntArray packetIds, long bytesLimit, int bucketIndex) {
        if (shared) {
            return files.readNew(queueId, true, packetIds, bytesLimit, bucketIndex);
        }
        int waiting = memory.size(queueId, false, bucketIndex);
        int ordinary = files.size(queueId, false, bucketIndex);
        window.look(queueId, waiting + ordinary);
        if (waiting == 0) {
            return files.readNew(queueId, false, packetIds, bytesLimit, bucketIndex);
        }
        // Half of the room for each, so that a client that consumes a lot still gets its ordinary messages.
        int some = ordinary == 0 ? packetIds.length() : (packetIds.length() + 1) / 2;
        ImmutableList<PUBLISH> deliveries =
                memory.readNew(queueId, false, packetIds.subArray(0, some), bytesLimit, bucketIndex);
        int used = 0;
        long bytes = 0;
        for (PUBLISH delivery : deliveries) {
            bytes += delivery.getEstimatedSizeInMemory();
            if (delivery.getQoS() != QoS.AT_MOST_ONCE) {
                used++;
                sentFromMemory
                        .computeIfAbsent(queueId, client -> ConcurrentHashMap.newKeySet())
                        .add(delivery.getPacketIdentifier());
            }
        }
        if (used == packetIds.length() || bytes >= bytesLimit) {
            return deliveries;
        }
        return ImmutableList.<PUBLISH>builder()
                .addAll(deliveries)
                .addAll(files.readNew(
                        queueId, false, packetIds.subArray(used, packetIds.length()), bytesLimit - bytes, bucketIndex))
                .build();
    }

    @Override
    public ImmutableList<MessageWithID> readInflight(
            String client, boolean shared, int batchSize, long bytesLimit, int bucketIndex) {
        List<MessageWithID> sent =
                new ArrayList<>(files.readInflight(client, shared, batchSize, bytesLimit, bucketIndex));
        if (!shared && sent.size() < batchSize) {
            sent.addAll(memory.readInflight(client, false, batchSize - sent.size(), bytesLimit, bucketIndex));
        }
        return ImmutableList.copyOf(sent);
    }

    @Override
    public @Nullable String replace(String client, PUBREL pubrel, int bucketIndex) {
        return holder(client, pubrel.getPacketIdentifier()).replace(client, pubrel, bucketIndex);
    }

    @Override
    public @Nullable String remove(String client, int packetId, int bucketIndex) {
        String removed = holder(client, packetId).remove(client, packetId, bucketIndex);
        forgetSent(client, packetId);
        return removed;
    }

    @Override
    public @Nullable String remove(String client, int packetId, @Nullable String uniqueId, int bucketIndex) {
        String removed = holder(client, packetId).remove(client, packetId, uniqueId, bucketIndex);
        forgetSent(client, packetId);
        return removed;
    }

    @Override
    public int size(String queueId, boolean shared, int bucketIndex) {
        return files.size(queueId, shared, bucketIndex) + (shared ? 0 : memory.size(queueId, false, bucketIndex));
    }

    @Override
    public void clear(String queueId, boolean shared, int bucketIndex) {
        files.clear(queueId, shared, bucketIndex);
        if (!shared) {
            memory.clear(queueId, false, bucketIndex);
            sentFromMemory.remove(queueId);
        }
    }

    @Override
    public void removeAllQos0Messages(String queueId, boolean shared, int bucketIndex) {
        files.removeAllQos0Messages(queueId, shared, bucketIndex);
        if (!shared) {
            memory.removeAllQos0Messages(queueId, false, bucketIndex);
        }
    }

    @Override
    public ImmutableSet<String> cleanUp(int bucketIndex) {
        memory.cleanUp(bucketIndex);
        return files.cleanUp(bucketIndex);
    }

    @Override
    public void removeShared(String sharedSubscription, String uniqueId, int bucketIndex) {
        files.removeShared(sharedSubscription, uniqueId, bucketIndex);
    }

    @Override
    public void removeInFlightMarker(String sharedSubscription, String uniqueId, int bucketIndex) {
        files.removeInFlightMarker(sharedSubscription, uniqueId, bucketIndex);
    }

    @Override
    public void closeDB(int bucketIndex) {
        memory.closeDB(bucketIndex);
        files.closeDB(bucketIndex);
    }
}
