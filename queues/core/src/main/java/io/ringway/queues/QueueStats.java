package io.ringway.queues;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a queue has done so far, as {@link BoundedQueue#stats()} found it.
 *
 * <p>The counts are totals since the queue was made; they only grow. While other threads use the queue the five values
 * need not belong to one instant. When no operation is under way they agree: {@code enqueued - dequeued == size}.
 *
 * @param capacity the bound of the queue in elements, at least 1: see {@link BoundedQueue#capacity()}
 * @param size the elements in the queue, from 0 to {@code capacity}
 * @param enqueued the elements accepted, one at a time or by {@code fill}; at least 0
 * @param dequeued the elements that left, whichever way: polled, taken, drained, removed or cleared; at least 0
 * @param rejected the calls that were refused for want of room, at least 0: each {@code offer} that returned
 *     {@code false}, timed ones included, and each {@code add} that threw because the queue was full. Exact. A call
 *     that ended with {@link QueueClosedException} is not counted, nor is a {@code fill} that found less room than it
 *     was allowed to use
 */
public record QueueStats(int capacity, int size, long enqueued, long dequeued, long rejected) {

    /**
     * Makes a record of the five values.
     *
     * @param capacity the bound of the queue in elements, at least 1
     * @param size the elements in the queue, from 0 to {@code capacity}
     * @param enqueued the elements accepted, at least 0
     * @param dequeued the elements that left, at least 0
     * @param rejected the calls refused for want of room, at least 0
     * @throws IllegalArgumentException if a value is outside of its range; the message names the value
     */
    public QueueStats {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        if (size < 0 || size > capacity) {
            throw new IllegalArgumentException("size must be from 0 to " + capacity + ": " + size);
        }
        requireCount("enqueued", enqueued);
        requireCount("dequeued", dequeued);
        requireCount("rejected", rejected);
    }

    /**
     * Returns the values by name, in the order of the record: {@code capacity}, {@code size}, {@code enqueued},
     * {@code dequeued}, {@code rejected}. The first two are {@link Integer}s, the others {@link Long}s.
     *
     * @return a map of the five values, which cannot be modified
     */
    public Map<String, Number> toMap() {
        Map<String, Number> values = new LinkedHashMap<>();
        values.put("capacity", capacity);
        values.put("size", size);
        values.put("enqueued", enqueued);
        values.put("dequeued", dequeued);
        values.put("rejected", rejected);
        return Collections.unmodifiableMap(values);
    }

    private static void requireCount(String name, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + count);
        }
    }
}
