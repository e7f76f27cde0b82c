package io.ringway.queues;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a batch that a consumer has claimed from a {@link BatchingQueue} and is handing over. Used again for
 * other batches. It belongs to that consumer; in one of the queue's lists, to whoever holds the head.
 */
final class Batch {
    private final @Nullable Object[] elements;
    private int next;
    private int end;

    /** The index of its first element. */
    long start;

    /** The next in the list that it is in. */
    @Nullable
    Batch following;

    Batch(int batchSize) {
        elements = new Object[batchSize];
    }

    /** Moves {@code count} elements here out of a ring, whose slots become free. */
    void moveFrom(@Nullable Object[] ring, int mask, long index, int count) {
        start = index;
        next = 0;
        end = count;
        int from = (int) index & mask;
        int untilWrap = Math.min(count, mask + 1 - from);
        move(ring, from, 0, untilWrap);
        move(ring, 0, untilWrap, count - untilWrap);
    }

    private void move(@Nullable Object[] ring, int from, int to, int count) {
        int place = Ring.MARGIN + from;
        System.arraycopy(ring, place, elements, to, count);
        Arrays.fill(ring, place, place + count, null);
    }

    boolean isEmpty() {
        return next == end;
    }

    int size() {
        return end - next;
    }

    /** Removes the first element that is left. */
    Object remove() {
        Object e = elements[next];
        if (e == null) {
            throw new IllegalStateException("a batch with a gap at " + (start + next));
        }
        elements[next++] = null;
        return e;
    }

    /** Removes what is left. */
    Object[] removeAll() {
        Object[] all = Arrays.copyOfRange(elements, next, end);
        Arrays.fill(elements, next, end, null);
        next = end;
        return all;
    }
}
