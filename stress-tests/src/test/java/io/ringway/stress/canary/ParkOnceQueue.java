package io.ringway.stress.canary;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A queue whose consumer takes every return from park for a wake-up.
 *
 * <p>Park may return for no reason; then there is no element.
 */
public final class ParkOnceQueue {

    private final ConcurrentLinkedQueue<Integer> elements = new ConcurrentLinkedQueue<>();
    private volatile Thread waiter;

    public void put(int element) {
        elements.offer(element);
        LockSupport.unpark(waiter);
    }

    /** Waits once and returns the element, or 0 without one. */
    public int take() {
        waiter = Thread.currentThread();
        Integer element = elements.poll();
        if (element == null) {
            LockSupport.park(this);
            element = elements.poll();
        }
        return element == null ? 0 : element;
    }
}
