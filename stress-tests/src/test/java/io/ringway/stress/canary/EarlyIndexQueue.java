package io.ringway.stress.canary;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A ring for one producer and one consumer whose producer moves the index before it writes the slot.
 *
 * <p>The consumer finds the index moved and the slot still empty, and skips it.
 */
final class EarlyIndexQueue {

    private final AtomicReferenceArray<Integer> slots = new AtomicReferenceArray<>(2);
    private volatile int head;
    private volatile int tail;

    boolean offer(Integer element) {
        int claimed = tail;
        if (claimed - head == slots.length()) {
            return false;
        }
        tail = claimed + 1;
        slots.set(claimed % slots.length(), element);
        return true;
    }

    Integer poll() {
        int claimed = head;
        if (claimed == tail) {
            return null;
        }
        head = claimed + 1;
        return slots.getAndSet(claimed % slots.length(), null);
    }
}
