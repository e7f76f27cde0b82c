package io.ringway.benchmarks;

import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/**
 * JCTools' queue with a blocking consumer. Its put fails when the queue is full, so its users wait in a loop of their
 * own.
 */
final class WaitingMpscQueue extends MpscBlockingConsumerArrayQueue<Object> {

    WaitingMpscQueue(int capacity) {
        super(capacity);
    }

    @Override
    public void put(Object element) {
        int failures = 0;
        while (!offer(element)) {
            Idle.YIELD.pause(failures++);
        }
    }
}
