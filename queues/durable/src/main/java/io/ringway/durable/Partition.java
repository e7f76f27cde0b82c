package io.ringway.durable;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a partition by offset. Blocks in which nothing lives are given up, also between others: a message
 * that stays for long pins its own block and eight bytes for each block behind it.
 */
final class Partition {

    static final int LANES = Message.HIGHEST_PRIORITY + 1;

    final QueueState queue;
    final int index;

    /** Every message below is gone. */
    long base;

    /** The offset of the next message. */
    long tail;

    /** Messages below have been looked at for the queue's time to live. */
    long ttlScanned;

    /** When the timer for the time to live goes off; -1 if there is none. */
    long ttlTimer = -1;

    /** By priority: the offsets of messages that the cursors do not find. */
    final @Nullable Lane[] lanes = new Lane[LANES];

    /** What is known of dead letters, by offset. */
    final Long2ObjectHashMap<DeadInfo> dead = new Long2ObjectHashMap<>();

    private @Nullable Block[] blocks = new Block[4];

    /** The number of the block at place 0. */
    private long firstBlock;

    private int blockCount;

    Partition(QueueState queue, int index) {
        this.queue = queue;
        this.index = index;
    }

    /** Begins at an offset other than 0. */
    void startAt(long offset) {
        base = offset;
        tail = offset;
        ttlScanned = offset;
        firstBlock = offset >> Block.BITS;
    }

    /** The block of an offset, or null if nothing lives in it. */
    @Nullable
    Block block(long offset) {
        long place = (offset >> Block.BITS) - firstBlock;
        return place < 0 || place >= blockCount ? null : blocks[(int) place];
    }

    boolean isLive(long offset) {
        if (offset < base || offset >= tail) {
            return false;
        }
        Block block = block(offset);
        return block != null && (block.flags[(int) offset & Block.MASK] & Block.LIVE) != 0;
    }

    /** The block of a message that lives. */
    Block liveBlock(long offset) {
        Block block = block(offset);
        if (block == null) {
            throw new IllegalStateException("nothing lives at offset " + offset);
        }
        return block;
    }

    int flags(long offset) {
        Block block = block(offset);
        return block == null ? 0 : block.flags[(int) offset & Block.MASK];
    }

    void flag(long offset, int set, int cleared) {
        byte[] flags = liveBlock(offset).flags;
        int i = (int) offset & Block.MASK;
        flags[i] = (byte) ((flags[i] | set) & ~cleared);
    }

    long add(long address, int length, int key, long time, int wanted, int flags) {
        long offset = tail;
        Block block = blockToAppend(offset);
        int i = (int) offset & Block.MASK;
        block.address[i] = address;
        block.length[i] = length;
        block.key[i] = key;
        block.time[i] = time;
        block.wanted[i] = (short) wanted;
        block.flags[i] = (byte) (flags | Block.LIVE);
        block.live++;
        tail = offset + 1;
        return offset;
    }

    private Block blockToAppend(long offset) {
        long number = offset >> Block.BITS;
        if (blockCount == 0) {
            firstBlock = number;
        }
        int place = (int) (number - firstBlock);
        if (place >= blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(blocks.length * 2, place + 1));
        }
        blockCount = Math.max(blockCount, place + 1);
        Block block = blocks[place];
        if (block == null) {
            block = new Block();
            blocks[place] = block;
        }
        return block;
    }

    /**
     * Ends the life of a message.
     *
     * @return the number of a block that was given up, or -1
     */
    long remove(long offset) {
        Block block = liveBlock(offset);
        block.flags[(int) offset & Block.MASK] = 0;
        block.live--;
        long number = offset >> Block.BITS;
        long given = -1;
        if (block.live == 0 && tail >= (number + 1) << Block.BITS) {
            blocks[(int) (number - firstBlock)] = null;
            given = number;
        }
        while (base < tail && !isLive(base)) {
            base = block(base) == null ? Math.min(tail, ((base >> Block.BITS) + 1) << Block.BITS) : base + 1;
        }
        int gone = (int) Math.min(blockCount, (base >> Block.BITS) - firstBlock);
        // Moved in bulk, so that each block moves about once in its life.
        if (gone > 0 && gone >= blockCount / 2) {
            System.arraycopy(blocks, gone, blocks, 0, blockCount - gone);
            Arrays.fill(blocks, blockCount - gone, blockCount, null);
            blockCount -= gone;
            firstBlock += gone;
        }
        return given;
    }

    /** The first offset at or above one whose block is there. */
    long skipEmpty(long offset) {
        long o = Math.max(offset, base);
        while (o < tail && block(o) == null) {
            o = ((o >> Block.BITS) + 1) << Block.BITS;
        }
        return Math.min(o, tail);
    }

    /** The first offset at or above one at which a message lives; the tail if there is none. */
    long nextLive(long offset) {
        long o = skipEmpty(offset);
        while (o < tail && !isLive(o)) {
            o = skipEmpty(o + 1);
        }
        return o;
    }

    /** The hash under which a message keeps its order, or 0 if it has none. */
    int orderKey(long offset) {
        return switch (queue.config.ordering()) {
            case NONE -> 0;
            case STRICT -> 1;
            case PARTITION -> liveBlock(offset).key[(int) offset & Block.MASK];
        };
    }

    Lane lane(int priority) {
        Lane lane = lanes[priority];
        if (lane == null) {
            lane = new Lane();
            lanes[priority] = lane;
        }
        return lane;
    }
}
