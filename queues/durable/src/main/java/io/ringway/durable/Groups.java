package io.ringway.durable;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consumer groups and their members: who joins and leaves, where a new group starts, and whose each partition is. For
 * one thread.
 */
final class Groups {

    /** The most groups of a queue. */
    static final int LIMIT = 1_000;

    private final MachineState state;
    private final Messages messages;
    private final Deliveries deliveries;

    Groups(MachineState state, Messages messages, Deliveries deliveries) {
        this.state = state;
        this.messages = messages;
        this.deliveries = deliveries;
    }

    Object subscribe(int uid, String name, String consumerId, int prefetch, String start, long startTime) {
        QueueState queue = state.queue(uid);
        if (queue == null) {
            return Refusal.UNKNOWN_QUEUE;
        }
        Group group = queue.group(name);
        if (group == null) {
            if (queue.groups().length >= LIMIT) {
                return Refusal.TOO_MANY_GROUPS;
            }
            group = add(queue, name, StartPosition.Kind.valueOf(start), startTime);
        }
        for (Consumer member : group.consumers) {
            if (member.id.equals(consumerId)) {
                deliveries.takeBackAll(member, false);
                state.end(member, EndReason.REPLACED);
                break;
            }
        }
        Consumer consumer = new Consumer(state.nextSession(), consumerId, group, prefetch);
        group.consumers.add(consumer);
        state.sessions().put(consumer.session, consumer);
        rebalance(group);
        return consumer;
    }

    private Group add(QueueState queue, String name, StartPosition.Kind start, long startTime) {
        Group group = new Group(queue, name, state.nextUid());
        for (Partition partition : queue.partitions) {
            GroupPartition place = group.places[partition.index];
            long first = start == StartPosition.Kind.LATEST ? partition.tail : partition.base;
            if (start == StartPosition.Kind.TIME) {
                first = firstAt(partition, startTime);
            }
            place.start = first;
            place.cursor = first;
            for (int i = 0; i < Partition.LANES; i++) {
                Lane lane = partition.lanes[i];
                place.laneCursors[i] = lane == null ? 0 : lane.base;
            }
            for (long offset = partition.nextLive(first);
                    offset < partition.tail;
                    offset = partition.nextLive(offset + 1)) {
                int flags = partition.flags(offset);
                if ((flags & (Block.TARGETED | Block.EXPIRED)) != 0) {
                    place.markSettled(offset);
                } else {
                    partition.liveBlock(offset).wanted[(int) offset & Block.MASK]++;
                    place.unsettled++;
                }
            }
        }
        state.changed();
        queue.add(group);
        return group;
    }

    private static long firstAt(Partition partition, long startTime) {
        long offset = partition.nextLive(partition.base);
        while (offset < partition.tail && partition.liveBlock(offset).time[(int) offset & Block.MASK] < startTime) {
            offset = partition.nextLive(offset + 1);
        }
        return offset;
    }

    /** Deals the partitions to the members, round-robin in the order of joining. */
    private void rebalance(Group group) {
        List<Consumer> members = new ArrayList<>();
        for (Consumer consumer : group.consumers) {
            if (!consumer.draining) {
                members.add(consumer);
            }
        }
        int partitions = group.places.length;
        for (int m = 0; m < members.size(); m++) {
            Consumer member = members.get(m);
            int[] dealt = new int[Math.max(0, (partitions - m + members.size() - 1) / members.size())];
            for (int i = 0; i < dealt.length; i++) {
                dealt[i] = m + i * members.size();
                group.places[dealt[i]].owner = member;
            }
            member.partitions = dealt;
            member.turn = 0;
            state.wake(member);
        }
        if (members.isEmpty()) {
            for (GroupPartition place : group.places) {
                place.owner = null;
            }
        }
    }

    @Nullable
    Object leave(long session, byte how) {
        Consumer consumer = state.sessions().get(session);
        if (consumer == null) {
            return null;
        }
        if (how == Wire.DRAIN) {
            consumer.draining = true;
            consumer.partitions = new int[0];
            rebalance(consumer.group);
            if (consumer.inFlight == 0) {
                state.end(consumer, EndReason.CLOSED);
            }
            return null;
        }
        deliveries.takeBackAll(consumer, how != Wire.CLOSE);
        state.end(consumer, how == Wire.LOST ? EndReason.LOST : EndReason.CLOSED);
        rebalance(consumer.group);
        return null;
    }

    Object delete(int uid, int groupUid) {
        QueueState queue = state.queue(uid);
        if (queue == null) {
            return Refusal.UNKNOWN_QUEUE;
        }
        Group group = queue.group(groupUid);
        if (group == null) {
            return Refusal.UNKNOWN_GROUP;
        }
        remove(group);
        return group;
    }

    /** Removes a group; what no other group wants and somebody has settled goes with it. */
    void remove(Group group) {
        QueueState queue = group.queue;
        state.changed();
        for (Consumer consumer : new ArrayList<>(group.consumers)) {
            state.end(consumer, EndReason.DELETED);
        }
        queue.remove(group);
        for (Partition partition : queue.partitions) {
            GroupPartition place = group.places[partition.index];
            List<Long> over = new ArrayList<>();
            for (long offset = partition.nextLive(partition.base);
                    offset < partition.tail;
                    offset = partition.nextLive(offset + 1)) {
                if (place.wants(offset)) {
                    Block block = partition.liveBlock(offset);
                    int i = (int) offset & Block.MASK;
                    block.wanted[i]--;
                    if (block.wanted[i] == 0
                            && (block.flags[i] & (Block.SETTLED | Block.TARGETED | Block.EXPIRED)) != 0) {
                        over.add(offset);
                    }
                }
            }
            deliveries.reset(place);
            for (long offset : over) {
                messages.remove(partition, offset);
            }
        }
    }

    /** The engine is opened: whoever was subscribed is gone, and so may be the last tokens that were given out. */
    @Nullable
    Object restart() {
        state.loseTokens();
        // A copy: what has expired in somebody's hands becomes a dead letter now, which may create the queue for it.
        for (QueueState queue : List.copyOf(state.queues().values())) {
            for (Group group : queue.groups()) {
                for (Consumer consumer : new ArrayList<>(group.consumers)) {
                    deliveries.takeBackAll(consumer, false);
                    state.end(consumer, EndReason.SHUT_DOWN);
                }
                rebalance(group);
            }
        }
        return null;
    }
}
