package io.ringway.durable;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens at a time, if it is still true then. The order is total and made of facts that a snapshot
 * keeps, so that a state that was read back does the same in the same order.
 */
record Timer(
        long deadline,
        Kind kind,
        QueueState queue,
        int partition,
        long offset,
        int group,
        int priority,
        @Nullable Entry entry) {

    enum Kind {
        /** The first lease in the queue's list may have expired. */
        LEASES,
        /** A lease outside of the list has expired. */
        LEASE,
        /** A retry is due. */
        RETRY,
        /** A scheduled message is due. */
        SCHEDULE,
        /** A message's own time to live has passed. */
        TTL,
        /** The oldest message of a partition may have outlived the queue's time to live. */
        PARTITION_TTL
    }

    static final Comparator<Timer> ORDER = Comparator.comparingLong(Timer::deadline)
            .thenComparing(Timer::kind)
            .thenComparingInt(timer -> timer.queue.uid)
            .thenComparingInt(Timer::partition)
            .thenComparingLong(Timer::offset)
            .thenComparingInt(Timer::group);

    /** For the list of a queue's leases. */
    static Timer leases(QueueState queue) {
        return new Timer(queue.leaseTimer, Kind.LEASES, queue, 0, 0, 0, 0, null);
    }

    /** For the queue's time to live in a partition. */
    static Timer ttl(Partition partition) {
        return new Timer(partition.ttlTimer, Kind.PARTITION_TTL, partition.queue, partition.index, 0, 0, 0, null);
    }

    /** For a message that a group has begun with. */
    static Timer of(Kind kind, Entry entry) {
        GroupPartition place = entry.place;
        return new Timer(
                entry.deadline,
                kind,
                place.group.queue,
                place.partition.index,
                entry.offset,
                place.group.uid,
                0,
                entry);
    }
}
