package io.ringway.queues;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A heap with four children to a node, for any priorities. The heap is an array of longs, each of which is a priority
 * and the number of the slot that holds its element: a step of an insertion or removal compares and moves longs that
 * lie side by side, and no reference. Only among equals it looks at their sequences, too.
 *
 * <p>The slot numbers of free slots stand in the part of the heap that is not in use.
 */
final class PriorityHeap<E> extends PriorityOrder<E> {
    private static final int CHILDREN = 4;
    private static final long SLOT = (1L << Integer.SIZE) - 1;

    /** A priority in the upper half, a slot in the lower one. */
    private final long[] heap;

    private final @Nullable Object[] items;
    private final long[] sequences;
    private int size;

    PriorityHeap(int capacity) {
        heap = new long[capacity];
        items = new Object[capacity];
        sequences = new long[capacity];
        for (int slot = 0; slot < capacity; slot++) {
            heap[slot] = slot;
        }
    }

    @Override
    int middle() {
        return 0;
    }

    @Override
    int requirePriority(int priority) {
        return priority;
    }

    private static int slot(long entry) {
        return (int) entry;
    }

    private static int priority(long entry) {
        return (int) (entry >> Integer.SIZE);
    }

    @SuppressWarnings("unchecked")
    private E item(long entry) {
        return (E) items[slot(entry)];
    }

    /** Whether one entry comes before another one. */
    private boolean before(long one, long other) {
        int a = priority(one);
        int b = priority(other);
        return a != b ? a < b : sequences[slot(one)] < sequences[slot(other)];
    }

    @Override
    void insert(E e, int priority, long sequence) {
        int hole = size++;
        int slot = slot(heap[hole]);
        items[slot] = e;
        sequences[slot] = sequence;
        siftUp(hole, (long) priority << Integer.SIZE | slot);
    }

    @Override
    E first() {
        return item(heap[0]);
    }

    @Override
    int firstPriority() {
        return priority(heap[0]);
    }

    @Override
    long firstSequence() {
        return sequences[slot(heap[0])];
    }

    @Override
    E removeFirst() {
        E e = first();
        removeAt(0);
        return e;
    }

    private void removeAt(int place) {
        int end = --size;
        long removed = heap[place];
        long moved = heap[end];
        items[slot(removed)] = null;
        heap[end] = removed & SLOT;
        if (place < end) {
            int hole = siftDown(place, moved);
            if (hole == place) {
                siftUp(place, moved);
            }
        }
    }

    /** Puts {@code entry} at {@code hole} or above. */
    private void siftUp(int hole, long entry) {
        int place = hole;
        while (place > 0) {
            int parent = (place - 1) / CHILDREN;
            long above = heap[parent];
            if (!before(entry, above)) {
                break;
            }
            heap[place] = above;
            place = parent;
        }
        heap[place] = entry;
    }

    /** Puts {@code entry} at {@code hole} or below, and returns where. */
    private int siftDown(int hole, long entry) {
        int place = hole;
        while (true) {
            int child = CHILDREN * place + 1;
            // Below 0 where the product is beyond the ints.
            if (child >= size || child < 0) {
                break;
            }
            int end = Math.min(size, child + CHILDREN);
            int least = child;
            long below = heap[child];
            for (int other = child + 1; other < end; other++) {
                long candidate = heap[other];
                if (before(candidate, below)) {
                    least = other;
                    below = candidate;
                }
            }
            if (!before(below, entry)) {
                break;
            }
            heap[place] = below;
            place = least;
        }
        heap[place] = entry;
        return place;
    }

    @Override
    boolean remove(int priority, long sequence) {
        for (int place = 0; place < size; place++) {
            long entry = heap[place];
            if (priority(entry) == priority && sequences[slot(entry)] == sequence) {
                removeAt(place);
                return true;
            }
        }
        return false;
    }

    @Override
    void clear() {
        // The slot numbers stay where they are: this is the unused part of the heap now.
        for (int place = 0; place < size; place++) {
            heap[place] &= SLOT;
            items[slot(heap[place])] = null;
        }
        size = 0;
    }

    @Override
    void copyTo(List<PrioritizedItem<E>> target) {
        for (int place = 0; place < size; place++) {
            long entry = heap[place];
            target.add(new PrioritizedItem<>(item(entry), priority(entry), sequences[slot(entry)]));
        }
    }
}
