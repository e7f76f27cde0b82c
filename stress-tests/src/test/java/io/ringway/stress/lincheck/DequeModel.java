package io.ringway.stress.lincheck;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;

/** What a deque does when nothing happens at once. The capacity is the rounded one. */
abstract class DequeModel {

    private final ArrayDeque<Integer> elements = new ArrayDeque<>();
    private final int capacity;

    DequeModel(int capacity) {
        this.capacity = capacity;
    }

    public boolean push(int element) {
        boolean room = elements.size() < capacity;
        if (room) {
            elements.addLast(element);
        }
        return room;
    }

    public Integer pop() {
        return elements.pollLast();
    }

    public Integer steal() {
        return elements.pollFirst();
    }

    public String stealBatch(int limit) {
        StringBuilder batch = new StringBuilder();
        for (int count = Math.min(limit, (elements.size() + 1) / 2); count > 0; count--) {
            batch.append(elements.removeFirst());
        }
        return batch.toString();
    }

    /** Models in the same state give the same results: Lincheck explores such states once. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DequeModel that
                && capacity == that.capacity
                && List.copyOf(elements).equals(List.copyOf(that.elements));
    }

    @Override
    public int hashCode() {
        return Objects.hash(capacity, List.copyOf(elements));
    }

    /** Room for one element. */
    public static final class One extends DequeModel {
        public One() {
            super(1);
        }
    }

    /** Room for two elements. */
    public static final class Two extends DequeModel {
        public Two() {
            super(2);
        }
    }

    /** Room for more elements than a scenario pushes. */
    public static final class Sixteen extends DequeModel {
        public Sixteen() {
            super(16);
        }
    }
}
