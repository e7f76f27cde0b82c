package io.ringway.log;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A log of batches, and snapshots of the state that results from applying them.
 *
 * <h2>Positions</h2>
 *
 * The log is an endless address space of bytes. A batch is stored as one frame, which is there as a whole after a crash
 * or not at all. The position of a frame is the address of the first byte of its payload, so byte {@code i} of a batch
 * is at {@code append(batch) + i}. Positions are not negative and ascend from frame to frame, with gaps between frames.
 * They never change, neither by a restart nor by {@link #dropBefore}.
 *
 * <h2>Durability</h2>
 *
 * A batch is durable when a {@link #sync} has returned that began after the {@link #append} of the batch. Before that,
 * a crash of the process alone loses nothing of it where the log is kept in files, but a power cut may. A crash loses a
 * tail: when a batch is there afterwards, so is every batch before it. A sync that fails is final: what it should have
 * made durable may be gone although it can still be read, so every later append and sync throws the same failure.
 * Reading goes on.
 *
 * <h2>Threads</h2>
 *
 * One thread at a time appends. Every other method is for any thread, at any time: a sync may run while the next batch
 * is appended. What was appended before {@code append} returned can be read by any thread that learned the position by
 * a safe way.
 *
 * <h2>Snapshots</h2>
 *
 * A snapshot at position {@code p} is the state after all frames with positions below {@code p}. To recover, load
 * {@link #latestSnapshot} and {@link #replay} from its position, or from 0 when there is none: a replay from 0 is
 * refused when frames were dropped, so that a lost snapshot doesn't go unnoticed.
 */
public interface CommandLog extends AutoCloseable {

    /**
     * Returns a lower bound of the positions that are still here. It is 0 until something was dropped.
     *
     * @return a position that is not above that of the first frame
     */
    long firstPosition();

    /**
     * Returns a lower bound of the position that the next batch will get: above the position of every frame so far, and
     * at least the end of the last one. A snapshot of everything so far has this position.
     *
     * @return the end of the log
     */
    long nextPosition();

    /**
     * Returns the end of what is durable.
     *
     * @return a position: every frame below it survives a power cut. At most {@link #nextPosition}
     */
    long syncedPosition();

    /**
     * Returns the largest batch that can be appended.
     *
     * @return a number of bytes, at least 1
     */
    int maxBatchBytes();

    /**
     * Appends a batch as one frame. It isn't durable before {@link #sync}.
     *
     * @param batch the bytes from its position to its limit, from 1 to {@link #maxBatchBytes}; its position and limit
     *     stay as they are
     * @return the position of the first byte
     * @throws IllegalArgumentException if the batch is empty or too large
     * @throws LogFullException if there is no space for it. Nothing was changed; the log can be used as before, and a
     *     later append works when there is space again
     * @throws LogException if the log has failed. It stays failed; what it holds can be read
     * @throws IllegalStateException if the log is closed
     */
    long append(ByteBuffer batch);

    /**
     * Makes every batch durable whose {@link #append} returned before this call.
     *
     * @return the position up to which the log is durable: see {@link #syncedPosition}
     * @throws LogException if that failed, now or before. It is final
     * @throws IllegalStateException if the log is closed
     */
    long sync();

    /**
     * Reads bytes of one frame, as they are stored. Their checksum is checked when the log is replayed, not here: who
     * must notice a bit that flips later keeps a checksum beside the bytes.
     *
     * @param position the position of the first byte: that of a frame, or further inside of its payload
     * @param into takes the bytes, as many as it has room for, and is full afterwards
     * @throws IllegalArgumentException if these bytes are beyond the end of the log, or not in one segment
     * @throws LogDroppedException if they were dropped, or while they are being read
     * @throws LogException if they cannot be read
     * @throws IllegalStateException if the log is closed
     */
    void read(long position, ByteBuffer into);

    /**
     * Hands every frame from a position on to a handler, in order, up to the end that the log had at the call. Every
     * checksum is checked before the payload is handed on.
     *
     * @param from 0, the position of a frame or of a snapshot: frames at it or above are handed on
     * @param handler takes the frames. What it throws ends the replay and reaches the caller
     * @throws LogDroppedException if {@code from} is below {@link #firstPosition}
     * @throws LogCorruptException if a frame isn't what was written, or {@code from} is above {@link #nextPosition}.
     *     The frames before it have been handed on
     * @throws LogException if a frame cannot be read
     * @throws IllegalStateException if the log is closed
     */
    void replay(long from, FrameHandler handler);

    /**
     * Gives up frames below a position. The space is freed by whole segments, so frames below it may stay for a while,
     * and the newest segment always does.
     *
     * @param position frames below it aren't needed any more
     * @throws LogException if a segment cannot be removed; a later call tries again
     * @throws IllegalStateException if the log is closed
     */
    void dropBefore(long position);

    /**
     * Stores a snapshot, durably: it is there as a whole or not at all. The newest two are kept; older ones are deleted
     * when the new one is safe. The frames from its position on must stay until there is a newer one; while those from
     * the position of the older one on stay too, the older one can stand in for a damaged newer one.
     *
     * <p>Frames that the snapshot covers should be durable before: otherwise a power cut can leave a snapshot above the
     * end of the log, which then doesn't open. This method therefore syncs the log first. Snapshots are written one at
     * a time; meanwhile appends and syncs go on.
     *
     * @param position the position that the snapshot stands for, from 0 to {@link #nextPosition}, and above that of the
     *     snapshot before
     * @param writer writes the state
     * @throws IllegalArgumentException if the position is out of range
     * @throws LogException if the snapshot cannot be stored. The ones before it are as they were
     * @throws IllegalStateException if the log is closed
     */
    void writeSnapshot(long position, SnapshotWriter writer);

    /**
     * Returns the newest snapshot that is whole, having read it once to see that it is. When the newest file is
     * damaged, the one before it is returned if the frames from its position on are still here.
     *
     * @return the snapshot; empty if none was ever stored
     * @throws LogCorruptException if there are snapshots, but none that can be used
     * @throws LogException if they cannot be read
     * @throws IllegalStateException if the log is closed
     */
    Optional<LogSnapshot> latestSnapshot();

    /**
     * Ends the use of the log. What was appended is made durable first, unless the log has failed. Closing again does
     * nothing.
     *
     * @throws LogException if the last sync failed. The log is closed all the same
     */
    @Override
    void close();
}
