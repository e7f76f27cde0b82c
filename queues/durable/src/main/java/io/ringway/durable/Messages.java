package io.ringway.durable;

/**
 * The messages of all partitions, from the publish to the moment at which no group wants them any more; with that, what
 * is counted of them: the depth of queues, what groups have yet to settle, what lives in the log. For one thread.
 */
final class Messages {

    private final MachineState state;

    Messages(MachineState state) {
        this.state = state;
    }

    /** Adds a message to the end of a partition; returns its offset. */
    long add(
            Partition partition,
            long address,
            int length,
            int key,
            long deliverAt,
            int priority,
            long ttl,
            int extraFlags) {
        QueueState queue = partition.queue;
        long now = state.time();
        boolean later = deliverAt > now;
        boolean lane = later || priority != Message.DEFAULT_PRIORITY || extraFlags != 0;
        boolean ownTtl = ttl >= 0 && ttl < queue.config.limits().messageTtl().toMillis();
        int flags = extraFlags | (lane ? Block.LANE : 0) | (later ? Block.SCHEDULED : 0) | (ownTtl ? Block.OWN_TTL : 0);
        int wanted = (extraFlags & Block.TARGETED) != 0 ? 1 : queue.groups().length;
        long offset = partition.add(address, length, key, now, wanted, flags);
        state.space().add(address, length);
        queue.changeDepth(1);
        if (later) {
            state.add(new Timer(deliverAt, Timer.Kind.SCHEDULE, queue, partition.index, offset, 0, priority, null));
        } else if (lane && extraFlags == 0) {
            partition.lane(priority).offsets.addLast(offset);
        }
        if (ownTtl) {
            state.add(new Timer(now + ttl, Timer.Kind.TTL, queue, partition.index, offset, 0, 0, null));
        }
        if (partition.ttlTimer < 0) {
            armTtl(partition);
        }
        if ((extraFlags & Block.TARGETED) == 0) {
            for (Group group : queue.groups()) {
                group.places[partition.index].unsettled++;
            }
        }
        state.wakeAll(partition);
        return offset;
    }

    /** The time of a message has come. */
    void scheduled(Partition partition, long offset, int priority) {
        if (partition.isLive(offset) && (partition.flags(offset) & Block.SCHEDULED) != 0) {
            partition.flag(offset, 0, Block.SCHEDULED);
            partition.lane(priority).offsets.addLast(offset);
            state.wakeAll(partition);
        }
    }

    /** The record of a message is at another place of the log. */
    void moved(Partition partition, long offset, long address, int length) {
        Block block = partition.liveBlock(offset);
        int i = (int) offset & Block.MASK;
        if (block.length[i] == length) {
            state.space().remove(block.address[i], length);
            block.address[i] = address;
            state.space().add(address, length);
        }
    }

    // ---- the end of messages

    /** A group is done with a message. */
    void settled(GroupPartition place, long offset) {
        Partition partition = place.partition;
        Block block = partition.liveBlock(offset);
        int i = (int) offset & Block.MASK;
        if ((block.flags[i] & Block.TARGETED) == 0) {
            place.markSettled(offset);
        }
        block.flags[i] |= Block.SETTLED;
        place.unsettled--;
        if (--block.wanted[i] == 0) {
            remove(partition, offset);
        }
    }

    /** Ends the life of a message that no group wants. */
    void remove(Partition partition, long offset) {
        Block block = partition.liveBlock(offset);
        int i = (int) offset & Block.MASK;
        state.space().remove(block.address[i], block.length[i]);
        partition.queue.changeDepth(-1);
        if (!partition.dead.isEmpty()) {
            partition.dead.remove(offset);
        }
        boolean lane = (block.flags[i] & Block.LANE) != 0;
        long given = partition.remove(offset);
        if (given >= 0) {
            for (Group group : partition.queue.groups()) {
                group.places[partition.index].settled.remove(given);
            }
        }
        if (lane) {
            for (Lane each : partition.lanes) {
                if (each != null) {
                    each.trim(partition);
                }
            }
        }
    }

    // ---- the queue's time to live

    /** Has the first message that lives looked at when the queue's time to live has passed for it. */
    void armTtl(Partition partition) {
        long ttl = partition.queue.config.limits().messageTtl().toMillis();
        long offset = partition.nextLive(partition.ttlScanned);
        partition.ttlScanned = offset;
        partition.ttlTimer = -1;
        if (offset < partition.tail) {
            armTtl(partition, partition.liveBlock(offset).time[(int) offset & Block.MASK] + ttl);
        }
    }

    /** Has the partition looked at again at a time. */
    void armTtl(Partition partition, long deadline) {
        partition.ttlTimer = deadline;
        state.add(Timer.ttl(partition));
    }
}
