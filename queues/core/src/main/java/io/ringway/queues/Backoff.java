package io.ringway.queues;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for another one that is in the middle of an operation of a few nanoseconds.
 *
 * <p>When spinning has not helped, the other one has lost its processor, and the thread sleeps for the shortest time
 * that the system has, some 50 microseconds. It does not yield: since 6.6 Linux puts a thread that yields off by a
 * whole slice each time, so that a few yields in a row cost tens of milliseconds as soon as anything else wants the
 * processor. With yields the hand-off through {@link ConcurrentPriorityQueue} at 500,000 elements a second had a 99.9th
 * percentile of 15 to 28 milliseconds on Linux 6.18, with sleeps one of 5, at the same throughput.
 */
final class Backoff {
    /**
     * Doubling rounds of spinning, about half a microsecond in all. Also where the other thread needs this processor: a
     * sleep takes a hundred times as long, and not every wait is for one that has begun and been interrupted.
     */
    private static final int SPIN_ROUNDS = 4;

    /**
     * The same where the other thread works on several cache lines while it is waited for, about nine microseconds in
     * all: each line may take a quarter of a microsecond to come.
     */
    private static final int LONG_SPIN_ROUNDS = SPIN_ROUNDS * 2;

    private Backoff() {}

    /**
     * Waits for the {@code n}-th time in a row: longer each time, which keeps the contended line with the thread that
     * has it; then sleeps, because the other thread has lost its processor and may need this one. A permit to park that
     * comes meanwhile is used up, as by a lock.
     *
     * @param n the times waited before, from 0
     * @return the {@code n} for the next time
     */
    static int pause(int n) {
        return pause(n, SPIN_ROUNDS);
    }

    /** As {@link #pause(int)}, for an operation of a few hundred nanoseconds. */
    static int pauseLong(int n) {
        return pause(n, LONG_SPIN_ROUNDS);
    }

    private static int pause(int n, int rounds) {
        if (n >= rounds) {
            if (Thread.currentThread().isInterrupted()) {
                Thread.yield(); // it would not sleep
            } else {
                LockSupport.parkNanos(1);
            }
            return n;
        }
        for (int i = 1 << n; i > 0; i--) {
            Thread.onSpinWait();
        }
        return n + 1;
    }
}
