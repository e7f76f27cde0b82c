package io.ringway.mqtt;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How the consumer's thread waits between its turns: ready to go on at once while there is a connection, and with naps
 * while there is none.
 *
 * <p>While the broker is away there is no hurry but that the queue doesn't fill up, and each time that this thread
 * wakes it may take the processor from a producer in the middle of {@code queue()}. So the naps are as long as the
 * queue is large. For the consumer's thread.
 */
final class ConsumerIdle implements IdleStrategy {
    private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private final BooleanSupplier isAway;
    private final long firstNanos;
    private final long longestNanos;
    private final IdleStrategy connected = new BackoffIdleStrategy(10, 10, SHORTEST_NANOS, LOOK_NANOS);
    private long napNanos;

    /**
     * Makes the strategy.
     *
     * @param isAway tells whether the last turn found no connection
     * @param capacity how many readings the queue holds. A nap is at most as long as eight million readings a second
     *     take to fill it, or a millisecond
     */
    ConsumerIdle(BooleanSupplier isAway, int capacity) {
        this.isAway = isAway;
        long nanosToFill = capacity * 125L;
        firstNanos = Math.max(SHORTEST_NANOS, Math.min(LOOK_NANOS, nanosToFill / 8));
        longestNanos = Math.max(LOOK_NANOS, Math.min(LONGEST_NANOS, nanosToFill));
        napNanos = firstNanos;
    }

    @Override
    public void idle(int workCount) {
        if (!isAway.getAsBoolean()) {
            napNanos = firstNanos;
            connected.idle(workCount);
        } else if (workCount > 0) {
            napNanos = firstNanos;
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        LockSupport.parkNanos(napNanos);
        napNanos = Math.min(2 * napNanos, longestNanos);
    }

    @Override
    public void reset() {
        napNanos = firstNanos;
        connected.reset();
    }
}
