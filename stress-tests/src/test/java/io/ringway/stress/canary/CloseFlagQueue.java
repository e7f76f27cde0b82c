package io.ringway.stress.canary;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A queue whose close is a flag apart from the insertion.
 *
 * <p>A producer that has seen the flag down inserts after a consumer has found the queue closed and empty: the element
 * is lost.
 */
final class CloseFlagQueue {

    private final ConcurrentLinkedQueue<Integer> elements = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    boolean offer(Integer element) {
        return !closed && elements.offer(element);
    }

    Integer poll() {
        return elements.poll();
    }

    void close() {
        closed = true;
    }
}
