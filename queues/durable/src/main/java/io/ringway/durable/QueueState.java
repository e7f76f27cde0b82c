package io.ringway.durable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A queue. */
final class QueueState {

    final int uid;
    QueueConfig config;
    final Partition[] partitions;
    private final TreeMap<String, Group> groups = new TreeMap<>();

    /** The same by name, for loops that run for every message. */
    private Group[] allGroups = {};

    final DedupIds dedup = new DedupIds();

    private static final VarHandle DEPTH;

    static {
        try {
            DEPTH = MethodHandles.lookup().findVarHandle(QueueState.class, "depth", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Messages that live. Written by the state machine's thread; others read it to refuse early. */
    int depth;

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

    @Nullable
    Group group(String name) {
        return groups.get(name);
    }

    @Nullable
    Group group(int uid) {
        for (Group group : allGroups) {
            if (group.uid == uid) {
                return group;
            }
        }
        return null;
    }

    /** All groups by name; another array when there are others. */
    Group[] groups() {
        return allGroups;
    }

    void add(Group group) {
        groups.put(group.name, group);
        allGroups = groups.values().toArray(Group[]::new);
    }

    void remove(Group group) {
        groups.remove(group.name);
        allGroups = groups.values().toArray(Group[]::new);
    }

    boolean isFull() {
        return depth >= config.limits().maxQueueDepth();
    }

    /** From any thread. */
    boolean isFullFor(QueueConfig view) {
        return depthSeen() >= view.limits().maxQueueDepth();
    }

    /** From any thread. */
    int depthSeen() {
        // Opaque, here and below: the number alone is looked at, and it may be late.
        return (int) DEPTH.getOpaque(this);
    }

    void changeDepth(int by) {
        DEPTH.setOpaque(this, depth + by);
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
