package io.ringway.queues;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bounded FIFO queue between any number of producers and one consumer thread.
 *
 * @param <E> the type of the elements
 */
public final class MpscQueue<E> extends SharedRing<E> {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * Creates a queue.
     *
     * @param capacity the elements that the queue must be able to hold, from 1 to 2<sup>30</sup>; rounded up to a power
     *     of two
     * @throws IllegalArgumentException if {@code capacity} is out of range
     */
    public MpscQueue(int capacity) {
        super(capacity);
    }

    @Override
    public @Nullable E poll() {
        long h = head;
        E e = slot(h);
        if (e != null) {
            // Release: the producer that finds the slot free writes there after this read.
            SLOT.setRelease(buffer, place(h), null);
            unlockHead(h + 1);
        }
        return e;
    }

    @Override
    public @Nullable E peek() {
        return slot(head);
    }

    @Override
    long lockHead() {
        return head;
    }

    @Override
    void unlockHead(long newHead) {
        HEAD.setRelease(this, newHead);
        // This read may overtake the stores above, so that a producer that begins to wait in between is missed. A fence
        // here would cost every poll several times its own time; awaitNotFull makes up for it.
        if (producerWaiting) {
            producerWaiting = false;
            signal(notFull);
        }
    }

    @Override
    void announceProducer() {
        producerWaiting = true;
    }

    @Override
    long longestSleep() {
        // The consumer may have made room without seeing the announcement, if its stores were still on their way when
        // the
        // producer looked. They arrive within nanoseconds: a second look finds them.
        return LOOK_AGAIN_NANOS;
    }
}
