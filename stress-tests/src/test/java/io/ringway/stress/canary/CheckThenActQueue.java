package io.ringway.stress.canary;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A ring whose indices are read and then written, without compare-and-set. Every access is volatile: visibility isn't
 * the fault.
 *
 * <p>Two consumers that read the same index both get the element; two producers write the same slot.
 */
public final class CheckThenActQueue {

    private final AtomicReferenceArray<Integer> slots;
    private volatile int head;
    private volatile int tail;

    public CheckThenActQueue(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    public boolean offer(Integer element) {
        int claimed = tail;
        if (claimed - head == slots.length()) {
            return false;
        }
        slots.set(claimed % slots.length(), element);
        tail = claimed + 1;
        return true;
    }

    public Integer poll() {
        int claimed = head;
        if (claimed == tail) {
            return null;
        }
        Integer element = slots.get(claimed % slots.length());
        head = claimed + 1;
        return element;
    }
}
