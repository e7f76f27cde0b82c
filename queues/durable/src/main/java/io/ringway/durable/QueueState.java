package io.ringway.durable;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A queue. */
final class QueueState {

    /** The most de-duplication ids that are remembered. */
    static final int MAX_DEDUP_IDS = 100_000;

    /**
     * A message that was published with a de-duplication id.
     *
     * @param partition where it is
     * @param offset where it is there
     * @param time when it was published
     */
    record Published(int partition, long offset, long time) {}

    final int uid;
    QueueConfig config;
    final Partition[] partitions;
    final TreeMap<String, Group> groups = new TreeMap<>();

    /** Oldest first. */
    final Map<String, Published> dedup = new LinkedHashMap<>();

    /** Messages that live. Written by the state machine's thread; others read it to refuse early. */
    volatile int depth;

    long enqueued;
    long dequeued;
    long acked;
    long nacked;
    long expiredLeases;
    final Map<DeadLetterReason, Long> dead = new EnumMap<>(DeadLetterReason.class);

    /** The partition of the next message without a key. */
    int nextPartition;

    /** Leases by deadline, oldest first. */
    @Nullable
    Entry firstLease;

    @Nullable
    Entry lastLease;

    /** When the timer for the list goes off; -1 if there is none. */
    long leaseTimer = -1;

    QueueState(int uid, QueueConfig config) {
        this.uid = uid;
        this.config = config;
        partitions = new Partition[config.partitions()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new Partition(this, i);
        }
    }

    boolean isFull() {
        return depth >= config.limits().maxQueueDepth();
    }

    /** From any thread. */
    boolean isFullFor(QueueConfig view) {
        return depth >= view.limits().maxQueueDepth();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void changeDepth(int by) {
        depth = depth + by;
    }

    void list(Entry lease) {
        lease.listed = true;
        lease.before = lastLease;
        lease.after = null;
        if (lastLease == null) {
            firstLease = lease;
        } else {
            lastLease.after = lease;
        }
        lastLease = lease;
    }

    void unlist(Entry lease) {
        if (!lease.listed) {
            return;
        }
        lease.listed = false;
        Entry before = lease.before;
        Entry after = lease.after;
        if (before == null) {
            firstLease = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            lastLease = before;
        } else {
            after.before = before;
        }
        lease.before = null;
        lease.after = null;
    }
}
