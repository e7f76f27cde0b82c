package io.ringway.durable;

import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** How far a group is in a partition. */
final class GroupPartition {

    final Group group;
    final Partition partition;

    /** Messages below are not for the group. */
    long start;

    /** Messages from here on have not been begun, but for those in lanes. */
    long cursor;

    /** The same for each lane. */
    final long[] laneCursors = new long[Partition.LANES];

    /** What has been begun, by offset. Never iterated but to sort. */
    final Long2ObjectHashMap<Entry> entries = new Long2ObjectHashMap<>();

    /** Keys with something under way, by hash. Never iterated but to sort. */
    final Int2ObjectHashMap<KeyState> keys = new Int2ObjectHashMap<>();

    /** By number of block: a bit for each message that the group has settled. */
    final Long2ObjectHashMap<long[]> settled = new Long2ObjectHashMap<>();

    /** Messages that can be handed out again, or whose key has become free. May hold some that cannot. */
    final LongDeque ready = new LongDeque();

    /** Whether it is the turn of {@link #ready}, so that neither it nor the backlog starves. */
    boolean readyTurn = true;

    /** Messages that the group has yet to settle. */
    int unsettled;

    /** Whose the partition is. */
    @Nullable
    Consumer owner;

    GroupPartition(Group group, Partition partition) {
        this.group = group;
        this.partition = partition;
    }

    boolean isSettled(long offset) {
        long[] bits = settled.get(offset >> Block.BITS);
        int i = (int) offset & Block.MASK;
        return bits != null && (bits[i >> 6] & 1L << i) != 0;
    }

    void markSettled(long offset) {
        long number = offset >> Block.BITS;
        long[] bits = settled.get(number);
        if (bits == null) {
            bits = new long[Block.SIZE / Long.SIZE];
            settled.put(number, bits);
        }
        int i = (int) offset & Block.MASK;
        bits[i >> 6] |= 1L << i;
    }

    /** Whether the group has yet to settle a message that lives. */
    boolean wants(long offset) {
        return (partition.flags(offset) & Block.TARGETED) != 0
                ? entries.containsKey(offset)
                : offset >= start && !isSettled(offset);
    }
}
