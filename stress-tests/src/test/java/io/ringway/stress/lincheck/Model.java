package io.ringway.stress.lincheck;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the queues do when nothing happens at once: a bounded FIFO with an end. The capacity is the rounded one. */
abstract class Model {

    private final ArrayDeque<Integer> elements = new ArrayDeque<>();
    private final int capacity;
    private boolean closed;

    Model(int capacity) {
        this.capacity = capacity;
    }

    public String offer(int element) {
        if (closed) {
            return Operations.CLOSED;
        }
        boolean room = elements.size() < capacity;
        if (room) {
            elements.add(element);
        }
        return String.valueOf(room);
    }

    public Integer poll() {
        return elements.poll();
    }

    public Integer peek() {
        return elements.peek();
    }

    public Integer drainOne() {
        return elements.poll();
    }

    public String fillOne(int element) {
        return offer(element);
    }

    public boolean remove(int element) {
        return elements.removeFirstOccurrence(element);
    }

    public boolean contains(int element) {
        return elements.contains(element);
    }

    public String snapshot() {
        return elements.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    public void close() {
        closed = true;
    }

    /** Models in the same state give the same results: Lincheck explores such states once. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Model that
                && capacity == that.capacity
                && closed == that.closed
                && List.copyOf(elements).equals(List.copyOf(that.elements));
    }

    @Override
    public int hashCode() {
        return Objects.hash(capacity, closed, List.copyOf(elements));
    }

    /** Room for one element. */
    public static final class One extends Model {
        public One() {
            super(1);
        }
    }

    /** Room for two elements. */
    public static final class Two extends Model {
        public Two() {
            super(2);
        }
    }

    /** Room for four elements, which is what a queue for three has. */
    public static final class Four extends Model {
        public Four() {
            super(4);
        }
    }
}
