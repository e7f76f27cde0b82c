package io.ringway.mqtt;

import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Leaves the processor to the producers in the middle of long work, as long as that costs little.
 *
 * <p>A producer that the consumer's thread has interrupted in the middle of {@code queue()} waits there until that
 * thread's slice is over, which is milliseconds. So the consumer yields often. But where another thread computes
 * without pause, each yield may last as long as that one's slice, and the queue would fill up meanwhile: after the
 * first long one there are no more in this turn. For one thread.
 */
final class GiveWay {
    /** Some ten microseconds of work. */
    private static final int STRIDE = 64;

    private static final long LONG_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private boolean isCheap;
    private int steps;

    /**
     * Begins a turn.
     *
     * @param inAHurry whether to yield not at all: the queue is filling up
     */
    void begin(boolean inAHurry) {
        isCheap = !inAHurry;
        steps = 0;
    }

    /** Yields now and then; to be called for each reading. */
    void step() {
        if (++steps % STRIDE == 0 && isCheap) {
            long before = System.nanoTime();
            Thread.yield();
            isCheap = System.nanoTime() - before < LONG_NANOS;
        }
    }

    /** Returns the same elements; who goes through them yields as it goes. */
    <E> List<E> each(List<E> elements) {
        return new AbstractList<>() {
            @Override
            public E get(int index) {
                step();
                return elements.get(index);
            }

            @Override
            public int size() {
                return elements.size();
            }
        };
    }
}
