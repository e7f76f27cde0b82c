package io.ringway.queues;

import org.jspecify.annotations.Nullable;

/**
 * A bounded FIFO queue between any number of producers and consumers.
 *
 * @param <E> the type of the elements
 */
public final class MpmcQueue<E> extends SharedRing<E> {
    /**
     * Creates a queue.
     *
     * @param capacity the elements that the queue must be able to hold, from 1 to 2<sup>30</sup>; rounded up to a power
     *     of two
     * @throws IllegalArgumentException if {@code capacity} is out of range
     */
    public MpmcQueue(int capacity) {
        super(capacity);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable E poll() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (h < 0) {
                continue;
            }
            int place = place(h);
            Object e = SLOT.getAcquire(buffer, place);
            if (e == null) {
                if ((long) HEAD.getAcquire(this) == h) {
                    // The head was here before and after the look: the queue was empty then.
                    return null;
                }
            } else if (HEAD.compareAndSet(this, h, h | BUSY)) {
                // Release: the producer that finds the slot free writes there after this read.
                SLOT.setRelease(buffer, place, null);
                unlockHead(h, (h & INDEX) + 1);
                return (E) e;
            }
        }
    }

    @Override
    public @Nullable E peek() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (h >= 0) {
                E e = slot(h);
                if ((long) HEAD.getAcquire(this) == h) {
                    return e;
                }
            }
        }
    }

    private void unlockHead(long found, long newHead) {
        // Release: the next consumer finds the slot freed before it finds the head beyond it.
        HEAD.setRelease(this, newHead);
        if ((found & WAITING) != 0) {
            signal(notFull);
        }
    }

    @Override
    long lockHead() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (h >= 0 && HEAD.compareAndSet(this, h, h | BUSY)) {
                return h & INDEX;
            }
        }
    }

    @Override
    void unlockHead(long newHead) {
        long busy = (long) HEAD.getAcquire(this);
        if ((busy & INDEX) == newHead) {
            HEAD.setRelease(this, busy & ~BUSY);
        } else {
            unlockHead(busy, newHead);
        }
    }

    @Override
    void announceProducer() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long h = (long) HEAD.getAcquire(this);
            if (h >= 0 && ((h & WAITING) != 0 || HEAD.compareAndSet(this, h, h | WAITING))) {
                return;
            }
        }
    }

    @Override
    long longestSleep() {
        return Long.MAX_VALUE;
    }
}
