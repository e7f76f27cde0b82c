package io.ringway.queues;

import java.util.List;

/**
 * The elements of a {@link ConcurrentPriorityQueue} and their order, in memory that is allocated beforehand. Not safe
 * for threads: the queue's lock guards it, publishes it, and keeps the number of elements within the capacity.
 */
abstract class PriorityOrder<E> {
    /**
     * How many elements have been inserted: the sequence of the next one. It stands here and not beside the queue's
     * word, whose cache line those who wait for the lock take away from its holder.
     */
    long inserted;

    /** The priority of an element that is inserted without one. */
    abstract int middle();

    /**
     * Returns the priority.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    abstract int requirePriority(int priority);

    /** Inserts an element after those of the same priority, and counts it. There is room. */
    abstract void insert(E e, int priority);

    /** Returns the first element. There is one. */
    abstract E first();

    /** Returns the priority of the first element. There is one. */
    abstract int firstPriority();

    /** Returns the sequence of the first element. There is one. */
    abstract long firstSequence();

    /** Removes the first element and returns it. There is one. */
    abstract E removeFirst();

    /** Removes the element of this priority and sequence; false if it isn't there any more. */
    abstract boolean remove(int priority, long sequence);

    /** Removes every element. */
    abstract void clear();

    /** Adds every element to {@code target}, in any order. */
    abstract void copyTo(List<PrioritizedItem<E>> target);
}
