package io.ringway.queues;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link BatchingQueue} has done so far, as {@link BatchingQueue#stats()} found it.
 *
 * <p>The counts are totals since the queue was made; they only grow. While other threads use the queue the values need
 * not belong to one instant, except that {@code bySize + byLinger + byFlush + byClose == batches} always. When no
 * operation is under way {@code enqueued - dequeued == size} as well.
 *
 * @param capacity the bound of the queue in elements, at least 1: its {@code maxPending}
 * @param size the pending elements, from 0 to {@code capacity}
 * @param enqueued the elements accepted, at least 0
 * @param dequeued the elements handed over, at least 0
 * @param rejected the calls of {@code offer} that returned {@code false}, at least 0. Exact. A call that ended with
 *     {@link QueueClosedException} is not counted
 * @param batches the batches handed over, at least 0. A batch whose sink threw is one batch, however many calls it took
 *     to hand over the rest
 * @param bySize the batches that were full, at least 0
 * @param byLinger the batches that ended because their oldest element had waited for the linger, at least 0
 * @param byFlush the batches that {@code flush} ended, at least 0
 * @param byClose the batches that were neither full nor flushed when the queue was closed, 0 or 1
 */
public record BatchingStats(
        int capacity,
        int size,
        long enqueued,
        long dequeued,
        long rejected,
        long batches,
        long bySize,
        long byLinger,
        long byFlush,
        long byClose) {

    /**
     * Makes a record of the ten values.
     *
     * @param capacity the bound of the queue in elements, at least 1
     * @param size the pending elements, from 0 to {@code capacity}
     * @param enqueued the elements accepted, at least 0
     * @param dequeued the elements handed over, at least 0
     * @param rejected the offers refused for want of room, at least 0
     * @param batches the batches handed over, at least 0
     * @param bySize the batches that were full, at least 0
     * @param byLinger the batches that the linger ended, at least 0
     * @param byFlush the batches that {@code flush} ended, at least 0
     * @param byClose the batches that the close ended, at least 0
     * @throws IllegalArgumentException if a value is outside of its range, or the reasons don't add up to
     *     {@code batches}; the message names the value
     */
    public BatchingStats {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        if (size < 0 || size > capacity) {
            throw new IllegalArgumentException("size must be from 0 to " + capacity + ": " + size);
        }
        requireCount("enqueued", enqueued);
        requireCount("dequeued", dequeued);
        requireCount("rejected", rejected);
        requireCount("bySize", bySize);
        requireCount("byLinger", byLinger);
        requireCount("byFlush", byFlush);
        requireCount("byClose", byClose);
        if (batches != bySize + byLinger + byFlush + byClose) {
            throw new IllegalArgumentException(
                    "batches must be the sum of bySize, byLinger, byFlush and byClose: " + batches);
        }
    }

    /**
     * Returns the values by name, in the order of the record: {@code capacity}, {@code size}, {@code enqueued},
     * {@code dequeued}, {@code rejected}, {@code batches}, {@code bySize}, {@code byLinger}, {@code byFlush},
     * {@code byClose}. The first two are {@link Integer}s, the others {@link Long}s.
     *
     * @return a map of the ten values, which cannot be modified
     */
    public Map<String, Number> toMap() {
        Map<String, Number> values = new LinkedHashMap<>();
        values.put("capacity", capacity);
        values.put("size", size);
        values.put("enqueued", enqueued);
        values.put("dequeued", dequeued);
        values.put("rejected", rejected);
        values.put("batches", batches);
        values.put("bySize", bySize);
        values.put("byLinger", byLinger);
        values.put("byFlush", byFlush);
        values.put("byClose", byClose);
        return Collections.unmodifiableMap(values);
    }

    private static void requireCount(String name, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + count);
        }
    }
}
