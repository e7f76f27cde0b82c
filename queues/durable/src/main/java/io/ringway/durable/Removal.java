package io.ringway.durable;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes messages from all groups at once, whatever those are doing with them: when they expire, when a queue is purged,
 * when a dead letter goes back. For one thread.
 */
final class Removal {

    /** How many messages one tick expires at most for each partition. */
    private static final int EXPIRE_LIMIT = 10_000;

    private final MachineState state;
    private final Messages messages;
    private final DeadLetters deadLetters;
    private final Deliveries deliveries;

    Removal(MachineState state, Messages messages, DeadLetters deadLetters, Deliveries deliveries) {
        this.state = state;
        this.messages = messages;
        this.deadLetters = deadLetters;
        this.deliveries = deliveries;
    }

    /** Takes a message from every group and ends its life. */
    void remove(Partition partition, long offset) {
        List<GroupPartition> places = new ArrayList<>();
        for (Group group : partition.queue.groups()) {
            GroupPartition place = group.places[partition.index];
            if (place.wants(offset)) {
                places.add(place);
            }
        }
        take(partition, offset, places, false);
    }

    /** Takes a message from some groups, and ends its life unless others hold it. */
    private void take(Partition partition, long offset, List<GroupPartition> places, boolean isHeld) {
        int order = partition.orderKey(offset);
        for (GroupPartition place : places) {
            deliveries.forget(place, offset);
        }
        if (isHeld) {
            for (GroupPartition place : places) {
                messages.settled(place, offset);
            }
        } else {
            for (GroupPartition place : places) {
                place.unsettled--;
            }
            messages.remove(partition, offset);
        }
        for (GroupPartition place : places) {
            deliveries.forgotten(place, order);
        }
    }

    /** Expires what has outlived the queue's time to live, as many messages as one tick may. */
    void expireOld(Partition partition) {
        long ttl = partition.queue.config.limits().messageTtl().toMillis();
        partition.ttlTimer = -1;
        for (int budget = EXPIRE_LIMIT; budget > 0; budget--) {
            long offset = partition.skipEmpty(partition.ttlScanned);
            partition.ttlScanned = offset;
            if (offset >= partition.tail) {
                return;
            }
            if (partition.isLive(offset)) {
                if (partition.liveBlock(offset).time[(int) offset & Block.MASK] + ttl > state.time()) {
                    messages.armTtl(partition);
                    return;
                }
                if ((partition.flags(offset) & Block.EXPIRED) == 0) {
                    expire(partition, offset);
                }
            }
            partition.ttlScanned = offset + 1;
        }
        messages.armTtl(partition, state.time() + 1);
    }

    /** A message has outlived its time: only who holds it may still settle it. */
    void expire(Partition partition, long offset) {
        partition.flag(offset, Block.EXPIRED, 0);
        boolean held = false;
        boolean wanted = false;
        List<GroupPartition> places = new ArrayList<>();
        for (Group group : partition.queue.groups()) {
            GroupPartition place = group.places[partition.index];
            if (!place.wants(offset)) {
                continue;
            }
            wanted = true;
            Entry entry = place.entries.get(offset);
            if (entry != null && entry.state == Entry.State.IN_FLIGHT) {
                held = true;
                continue;
            }
            deadLetters.buryOrDrop(partition, offset, group.name, entry == null ? 0 : entry.attempt);
            places.add(place);
        }
        if (!wanted) {
            deadLetters.buryOrDrop(partition, offset, "", 0);
        }
        take(partition, offset, places, held);
    }

    /** Takes all messages of a queue. */
    void clear(QueueState queue) {
        for (Partition partition : queue.partitions) {
            for (Group group : queue.groups()) {
                GroupPartition place = group.places[partition.index];
                deliveries.reset(place);
                place.cursor = partition.tail;
                place.unsettled = 0;
            }
            for (long offset = partition.nextLive(partition.base);
                    offset < partition.tail;
                    offset = partition.nextLive(offset + 1)) {
                messages.remove(partition, offset);
            }
        }
    }
}
