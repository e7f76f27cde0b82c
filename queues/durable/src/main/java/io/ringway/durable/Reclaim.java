package io.ringway.durable;

import io.ringway.log.CommandLog;
import io.ringway.log.LogException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log short: writes snapshots, drops what lies before everything that is needed, and copies messages forward
 * that alone keep old parts of the log alive. For the log thread, but for the writing of a snapshot and the dropping,
 * which have a thread of their own.
 *
 * <p>What is dropped was dead when the older of the two newest snapshots' successors was written: dropping never
 * depends on a settlement that a power cut could take back.
 */
final class Reclaim {

    /** Bytes that are copied forward with one batch. */
    private static final int COPY_BYTES = 1 << 17;

    private static final int RELOCATE_OVERHEAD = 4 + 1 + 4 + 4 + 8;

    /** While the state is small, a snapshot follows after so many bytes, so that segments are soon used again. */
    private static final long SMALLEST_INTERVAL = 1L << 27;

    /** A snapshot is at most about this part of what is written meanwhile. */
    private static final int STATE_SHARE = 32;

    private final CommandLog log;
    private final MachineState state;
    private final long snapshotBytes;

    /** Snapshots that are stored: the newest and the one before. */
    private volatile long newest;

    private long before;

    private @Nullable Thread writing;

    /** Set by the writing thread at its end. */
    private volatile boolean finished;

    private boolean stored;

    /** The last attempt. */
    private long attempted;

    private long lastStateBytes;

    /** Messages to be copied forward: number of the queue, partition, offset. */
    private final LongDeque moves = new LongDeque();

    Reclaim(CommandLog log, MachineState state, long snapshotBytes, long newest) {
        this.log = log;
        this.state = state;
        this.snapshotBytes = snapshotBytes;
        this.newest = newest;
        this.before = newest;
        this.attempted = newest;
    }

    boolean hasWork() {
        return !moves.isEmpty();
    }

    /** Adds relocations to a batch; returns how many. */
    int addTo(ByteBuffer batch, int limit) {
        int count = 0;
        int copied = 0;
        while (!moves.isEmpty() && copied < COPY_BYTES) {
            QueueState queue = state.queue((int) moves.get(0));
            Partition partition = queue == null ? null : queue.partitions[(int) moves.get(1)];
            long offset = moves.get(2);
            if (partition != null && partition.isLive(offset)) {
                Block block = partition.liveBlock(offset);
                int i = (int) offset & Block.MASK;
                int length = block.length[i];
                if (batch.position() + RELOCATE_OVERHEAD + length > limit) {
                    if (count == 0 && batch.position() < 64) {
                        // Larger than a batch: it stays where it is, and pins its segment.
                        skip();
                        continue;
                    }
                    break;
                }
                batch.putInt(RELOCATE_OVERHEAD - 4 + length).put(Wire.RELOCATE);
                batch.putInt(partition.queue.uid).putInt(partition.index).putLong(offset);
                int end = batch.position() + length;
                batch.limit(end);
                log.read(block.address[i], batch);
                batch.limit(batch.capacity());
                copied += length;
                count++;
            }
            skip();
        }
        return count;
    }

    private void skip() {
        moves.removeFirst();
        moves.removeFirst();
        moves.removeFirst();
    }

    /** The batch with relocations was not appended; the next snapshot plans them again. */
    void takeBack() {
        while (!moves.isEmpty()) {
            skip();
        }
    }

    void appended() {
        if (writing == null && log.nextPosition() - attempted >= interval()) {
            begin();
        }
    }

    private long interval() {
        return Math.min(snapshotBytes, Math.max(SMALLEST_INTERVAL, STATE_SHARE * lastStateBytes));
    }

    void afterBatch() {
        if (finished) {
            finished = false;
            writing = null;
            if (stored) {
                planMoves();
            }
        }
    }

    private void begin() {
        byte[] bytes = bytes();
        long at = log.nextPosition();
        attempted = at;
        lastStateBytes = bytes.length;
        long needed = state.space().first();
        stored = false;
        Thread thread = new Thread(
                () -> {
                    try {
                        log.writeSnapshot(at, out -> out.write(bytes));
                        before = newest;
                        newest = at;
                        stored = true;
                        // Here, because a file system may take long to delete.
                        log.dropBefore(Math.min(before, needed));
                    } catch (LogException | IllegalStateException e) {
                        // No room, or closed meanwhile: the log stays longer, and the next attempt is one interval on.
                    } finally {
                        finished = true;
                    }
                },
                "ringway-durable-snapshot");
        thread.setDaemon(true);
        writing = thread;
        thread.start();
    }

    private byte[] bytes() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
            StateCodec.write(state, new DataOutputStream(bytes));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Copies old messages forward once less than a quarter of the log lives, so that a few that stay for long don't
     * keep the whole log.
     */
    private void planMoves() {
        Space space = state.space();
        long end = log.nextPosition();
        long live = space.live();
        if (space.first() == Long.MAX_VALUE || end - space.first() <= 4 * live + 2 * snapshotBytes) {
            return;
        }
        long limit = end - 2 * live - snapshotBytes;
        for (QueueState queue : state.queues().values()) {
            for (Partition partition : queue.partitions) {
                for (long offset = partition.nextLive(partition.base);
                        offset < partition.tail;
                        offset = partition.nextLive(offset + 1)) {
                    if (partition.liveBlock(offset).address[(int) offset & Block.MASK] < limit) {
                        moves.addLast(queue.uid);
                        moves.addLast(partition.index);
                        moves.addLast(offset);
                    }
                }
            }
        }
    }

    /** The last snapshot, so that the next open has nothing to replay. The engine's threads have ended. */
    void close() throws InterruptedException {
        Thread last = writing;
        if (last != null) {
            last.join();
        }
        long end = log.nextPosition();
        if (end > newest) {
            byte[] bytes = bytes();
            log.writeSnapshot(end, out -> out.write(bytes));
        }
    }
}
