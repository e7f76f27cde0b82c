package io.ringway.queues;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A FIFO list for each of a few levels, and a bitmap of the lists that have elements: its lowest bit is the level to
 * poll. Every operation on the first element takes the same few steps, however many elements there are.
 *
 * <p>All lists take their nodes from one pool, so that the levels share the capacity. A node is an index into arrays: a
 * reference for the element and an int for the next node, without an object. A list is a ring, known by its last node,
 * whose next one is the first.
 */
final class PriorityLevels<E> extends PriorityOrder<E> {
    /** One bit for each in a long. */
    static final int MAX_LEVELS = Long.SIZE;

    private final @Nullable Object[] items;
    private final long[] sequences;

    /**
     * The node after each one, in its list or in the list of free nodes; there the last one has one beyond the array.
     */
    private final int[] next;

    /** The last node of each level; whatever, for a level without elements. */
    private final int[] last;

    /** The levels that have elements. */
    private long occupied;

    /** The first free node: the one that was freed last, whose memory is still in a cache. */
    private int free;

    PriorityLevels(int capacity, int levels) {
        if (levels < 1 || levels > MAX_LEVELS) {
            throw new IllegalArgumentException("levels must be from 1 to " + MAX_LEVELS + ": " + levels);
        }
        items = new Object[capacity];
        sequences = new long[capacity];
        next = new int[capacity];
        last = new int[levels];
        for (int node = 0; node < capacity; node++) {
            next[node] = node + 1;
        }
    }

    @Override
    int middle() {
        return last.length / 2;
    }

    @Override
    int requirePriority(int priority) {
        if (priority < 0 || priority >= last.length) {
            throw new IllegalArgumentException("priority must be from 0 to " + (last.length - 1) + ": " + priority);
        }
        return priority;
    }

    @Override
    void insert(E e, int priority) {
        int node = free;
        free = next[node];
        items[node] = e;
        sequences[node] = inserted++;
        long level = 1L << priority;
        if ((occupied & level) == 0) {
            occupied |= level;
            next[node] = node;
        } else {
            int before = last[priority];
            next[node] = next[before];
            next[before] = node;
        }
        last[priority] = node;
    }

    @Override
    E first() {
        return item(firstNode(firstPriority()));
    }

    @Override
    int firstPriority() {
        return Long.numberOfTrailingZeros(occupied);
    }

    @Override
    long firstSequence() {
        return sequences[firstNode(firstPriority())];
    }

    private int firstNode(int priority) {
        return next[last[priority]];
    }

    @SuppressWarnings("unchecked")
    private E item(int node) {
        return (E) items[node];
    }

    @Override
    E removeFirst() {
        int priority = firstPriority();
        int before = last[priority];
        int node = next[before];
        E e = item(node);
        unlink(priority, before, node);
        return e;
    }

    private void unlink(int priority, int before, int node) {
        if (before == node) {
            occupied &= ~(1L << priority);
        } else {
            next[before] = next[node];
            if (last[priority] == node) {
                last[priority] = before;
            }
        }
        items[node] = null;
        next[node] = free;
        free = node;
    }

    @Override
    boolean remove(int priority, long sequence) {
        if ((occupied & 1L << priority) == 0) {
            return false;
        }
        int end = last[priority];
        int before = end;
        do {
            int node = next[before];
            if (sequences[node] == sequence) {
                unlink(priority, before, node);
                return true;
            }
            before = node;
        } while (before != end);
        return false;
    }

    @Override
    void clear() {
        for (; occupied != 0; occupied &= occupied - 1) {
            int end = last[firstPriority()];
            int first = next[end];
            int node = end;
            do {
                node = next[node];
                items[node] = null;
            } while (node != end);
            next[end] = free;
            free = first;
        }
    }

    @Override
    void copyTo(List<PrioritizedItem<E>> target) {
        for (long left = occupied; left != 0; left &= left - 1) {
            int priority = Long.numberOfTrailingZeros(left);
            int end = last[priority];
            int node = end;
            do {
                node = next[node];
                target.add(new PrioritizedItem<>(item(node), priority, sequences[node]));
            } while (node != end);
        }
    }
}
