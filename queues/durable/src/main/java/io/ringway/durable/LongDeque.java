package io.ringway.durable;

import java.util.Arrays;

/** A double-ended queue of numbers in an array that grows. Not for concurrent use. */
final class LongDeque {

    private static final int SMALLEST = 8;

    private static final long[] NONE = {};

    private long[] values = NONE;
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void addLast(long value) {
        grow();
        values[place(size)] = value;
        size++;
    }

    void addFirst(long value) {
        grow();
        head = (head - 1) & (values.length - 1);
        values[head] = value;
        size++;
    }

    long get(int index) {
        return values[place(index)];
    }

    long first() {
        return values[head];
    }

    long removeFirst() {
        long value = values[head];
        head = (head + 1) & (values.length - 1);
        size--;
        if (size == 0 && values.length > 1_024) {
            values = new long[SMALLEST];
            head = 0;
        }
        return value;
    }

    private int place(int index) {
        return (head + index) & (values.length - 1);
    }

    private void grow() {
        if (values.length == 0) {
            values = new long[SMALLEST];
        } else if (size == values.length) {
            long[] larger = Arrays.copyOf(values, size * 2);
            System.arraycopy(values, 0, larger, size, head);
            // Unwrapped: the elements are from the head to the end, and those of the old beginning behind them.
            System.arraycopy(larger, head, larger, 0, size);
            values = larger;
            head = 0;
        }
    }
}
