package io.ringway.stress.lincheck;

import io.ringway.queues.ConcurrentPriorityQueue;
import io.ringway.queues.PrioritizedItem;
import io.ringway.queues.QueueClosedException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The calls whose results {@link PriorityModel} gives. Lincheck finds those that a subclass marks as an operation. */
abstract class PriorityOperations {

    static final String CLOSED = "closed";
    static final String NONE = "none";

    /** The rank of an element that is inserted without a priority. */
    static final int MIDDLE_RANK = 1;

    private static final int CAPACITY = 2;
    private static final int RANKS = 3;

    private final ConcurrentPriorityQueue<Integer> queue;
    private final boolean levels;

    PriorityOperations(boolean levels) {
        this.levels = levels;
        queue = levels ? new ConcurrentPriorityQueue<>(CAPACITY, RANKS) : new ConcurrentPriorityQueue<>(CAPACITY);
    }

    /** An element's place in the order: several elements share one, and equal elements always do. */
    static int rank(int element) {
        return element % RANKS;
    }

    private int priority(int element) {
        return levels ? rank(element) : rank(element) - MIDDLE_RANK;
    }

    static String written(PrioritizedItem<Integer> item) {
        return item.item() + " of " + item.priority() + ", number " + item.sequence();
    }

    public String offer(int element) {
        return unlessClosed(() -> queue.offer(element, priority(element)));
    }

    public String fillOne(int element) {
        return unlessClosed(() -> queue.fill(() -> element, 1) == 1);
    }

    public String poll() {
        return written(queue.poll());
    }

    public String pollItem() {
        PrioritizedItem<Integer> item = queue.pollItem();
        return item == null ? NONE : written(new PrioritizedItem<>(item.item(), rankOf(item), item.sequence()));
    }

    private int rankOf(PrioritizedItem<Integer> item) {
        return levels ? item.priority() : item.priority() + MIDDLE_RANK;
    }

    public String peek() {
        return written(queue.peek());
    }

    private static String written(Integer element) {
        return element == null ? NONE : String.valueOf(element);
    }

    public boolean remove(int element) {
        return queue.remove((Object) element);
    }

    public boolean contains(int element) {
        return queue.contains(element);
    }

    public String snapshot() {
        return Arrays.stream(queue.toArray()).map(String::valueOf).collect(Collectors.joining(" "));
    }

    public int size() {
        return queue.size();
    }

    public boolean isEmpty() {
        return queue.isEmpty();
    }

    public void clear() {
        queue.clear();
    }

    public void close() {
        queue.close();
    }

    private static String unlessClosed(BooleanSupplier insertion) {
        try {
            return String.valueOf(insertion.getAsBoolean());
        } catch (QueueClosedException e) {
            return CLOSED;
        }
    }
}
