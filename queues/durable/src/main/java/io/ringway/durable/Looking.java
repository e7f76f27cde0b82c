package io.ringway.durable;

import io.ringway.log.CommandLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers questions about the state, in the log thread. */
final class Looking {

    private Looking() {}

    static DurableQueueStats stats(QueueState queue) {
        List<GroupStats> groups = new ArrayList<>();
        for (Group group : queue.groups()) {
            groups.add(stats(group));
        }
        Map<DeadLetterReason, Long> dead = new EnumMap<>(DeadLetterReason.class);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            dead.put(reason, queue.dead.getOrDefault(reason, 0L));
        }
        return new DurableQueueStats(
                queue.config.name(),
                queue.depth,
                queue.enqueued,
                queue.dequeued,
                queue.acked,
                queue.nacked,
                queue.expiredLeases,
                dead,
                groups);
    }

    private static GroupStats stats(Group group) {
        int waiting = 0;
        long lag = 0;
        for (GroupPartition place : group.places) {
            for (Entry entry : place.entries.values()) {
                waiting += entry.attempt > 0 && entry.state != Entry.State.IN_FLIGHT ? 1 : 0;
            }
            lag += place.unsettled;
        }
        int inFlight = 0;
        List<ConsumerStats> consumers = new ArrayList<>();
        for (Consumer consumer : group.consumers) {
            inFlight += consumer.inFlight;
            consumers.add(new ConsumerStats(
                    consumer.id,
                    Arrays.stream(consumer.partitions).boxed().toList(),
                    consumer.inFlight,
                    consumer.prefetch));
        }
        return new GroupStats(group.name, lag, inFlight, waiting, consumers);
    }

    static List<DeadLetter> deadLetters(
            CommandLog log, QueueState dlq, String origin, @Nullable MessageId after, int limit) {
        List<DeadLetter> page = new ArrayList<>();
        for (Partition partition : dlq.partitions) {
            if (after != null && partition.index < after.partition()) {
                continue;
            }
            long from = after != null && partition.index == after.partition() ? after.offset() + 1 : partition.base;
            for (long offset = partition.nextLive(from);
                    offset < partition.tail && page.size() < limit;
                    offset = partition.nextLive(offset + 1)) {
                DeadLetter letter = deadLetter(log, partition, offset, origin);
                if (letter != null) {
                    page.add(letter);
                }
            }
        }
        return page;
    }

    static @Nullable DeadLetter deadLetter(CommandLog log, QueueState dlq, String origin, MessageId id) {
        return id.queue() != dlq.uid || id.partition() < 0 || id.partition() >= dlq.partitions.length
                ? null
                : deadLetter(log, dlq.partitions[id.partition()], id.offset(), origin);
    }

    private static @Nullable DeadLetter deadLetter(CommandLog log, Partition partition, long offset, String origin) {
        DeadInfo info = partition.isLive(offset) ? partition.dead.get(offset) : null;
        if (info == null || !info.queue().equals(origin)) {
            return null;
        }
        Block block = partition.liveBlock(offset);
        int i = (int) offset & Block.MASK;
        byte[] record = new byte[block.length[i]];
        log.read(block.address[i], ByteBuffer.wrap(record));
        return new DeadLetter(
                MessageId.text(partition.queue.uid, partition.index, offset),
                Handed.origin(info),
                Wire.isIntact(record) ? new RecordView(record).message() : null);
    }
}
