package io.ringway.stress.lincheck;

import io.ringway.queues.PrioritizedItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a priority queue does when nothing happens at once: a bounded list in order, with an end. */
public final class PriorityModel {

    private static final int CAPACITY = 2;

    private final List<PrioritizedItem<Integer>> held = new ArrayList<>();
    private long accepted;
    private boolean closed;

    public String offer(int element) {
        return insert(element, PriorityOperations.rank(element));
    }

    public String fillOne(int element) {
        return insert(element, PriorityOperations.MIDDLE_RANK);
    }

    private String insert(int element, int rank) {
        if (closed) {
            return PriorityOperations.CLOSED;
        }
        if (held.size() == CAPACITY) {
            return "false";
        }
        held.add(new PrioritizedItem<>(element, rank, accepted++));
        held.sort(Comparator.comparingInt(item -> item.priority())); // which keeps the order of equals
        return "true";
    }

    public String poll() {
        return held.isEmpty()
                ? PriorityOperations.NONE
                : String.valueOf(held.remove(0).item());
    }

    public String pollItem() {
        return held.isEmpty() ? PriorityOperations.NONE : PriorityOperations.written(held.remove(0));
    }

    public String peek() {
        return held.isEmpty()
                ? PriorityOperations.NONE
                : String.valueOf(held.get(0).item());
    }

    public boolean remove(int element) {
        for (PrioritizedItem<Integer> item : held) {
            if (item.item() == element) {
                held.remove(item);
                return true;
            }
        }
        return false;
    }

    public boolean contains(int element) {
        return held.stream().anyMatch(item -> item.item() == element);
    }

    public String snapshot() {
        return held.stream().map(item -> String.valueOf(item.item())).collect(Collectors.joining(" "));
    }

    public int size() {
        return held.size();
    }

    public boolean isEmpty() {
        return held.isEmpty();
    }

    public void clear() {
        held.clear();
    }

    public void close() {
        closed = true;
    }

    /** Models in the same state give the same results: Lincheck explores such states once. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PriorityModel that
                && accepted == that.accepted
                && closed == that.closed
                && held.equals(that.held);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accepted, closed, held);
    }
}
