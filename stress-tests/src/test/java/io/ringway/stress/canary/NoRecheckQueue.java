package io.ringway.stress.canary;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A queue whose consumer registers as a waiter and parks without looking at the queue again.
 *
 * <p>An element that comes between the last look and the registration wakes nobody.
 */
final class NoRecheckQueue {

    private final ConcurrentLinkedQueue<Integer> elements = new ConcurrentLinkedQueue<>();
    private volatile Thread waiter;

    void put(Integer element) {
        elements.offer(element);
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Waits for an element; null if nobody woke the caller in that time. */
    Integer pollWhenWoken(long nanos) {
        Integer element = elements.poll();
        if (element == null) {
            waiter = Thread.currentThread();
            long start = System.nanoTime();
            LockSupport.parkNanos(this, nanos);
            boolean woken = System.nanoTime() - start < nanos;
            waiter = null;
            element = woken ? elements.poll() : null;
        }
        return element;
    }
}
