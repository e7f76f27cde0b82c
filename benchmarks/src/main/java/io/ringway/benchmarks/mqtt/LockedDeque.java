package io.ringway.benchmarks.mqtt;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What the telemetry source had before: a deque with a maximum, behind a lock. When it is full, the oldest goes. */
final class LockedDeque<E> {
    private final ArrayDeque<E> deque = new ArrayDeque<>();
    private final int maximum;
    private final boolean dropsOldest;
    private long dropped;

    LockedDeque(int maximum, boolean dropsOldest) {
        this.maximum = maximum;
        this.dropsOldest = dropsOldest;
    }

    synchronized boolean offer(E element) {
        if (deque.size() == maximum) {
            dropped++;
            if (!dropsOldest) {
                return false;
            }
            deque.removeFirst();
        }
        deque.addLast(element);
        return true;
    }

    synchronized @Nullable E poll() {
        return deque.pollFirst();
    }

    /** Returns how many elements were refused, or removed to make room. */
    synchronized long dropped() {
        return dropped;
    }
}
