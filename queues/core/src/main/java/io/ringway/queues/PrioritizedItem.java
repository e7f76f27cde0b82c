package io.ringway.queues;

import static java.util.Objects.requireNonNull;

/**
 * An element with its place in the order of a {@link ConcurrentPriorityQueue}, as
 * {@link ConcurrentPriorityQueue#pollItem()} removed it.
 *
 * @param <E> the type of the element
 * @param item the element
 * @param priority the priority that it was inserted with; lower values come first
 * @param sequence how many elements the queue had accepted before this one; it ascends among elements of equal priority
 */
public record PrioritizedItem<E>(E item, int priority, long sequence) {

    /**
     * Makes a record of the three values.
     *
     * @param item the element
     * @param priority the priority that it was inserted with
     * @param sequence how many elements the queue had accepted before this one, at least 0
     * @throws NullPointerException if {@code item} is {@code null}
     * @throws IllegalArgumentException if {@code sequence} is negative
     */
    public PrioritizedItem {
        requireNonNull(item, "item");
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must not be negative: " + sequence);
        }
    }
}
