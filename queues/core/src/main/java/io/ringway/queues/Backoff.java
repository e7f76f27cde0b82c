package io.ringway.queues;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for another one that is in the middle of an operation of a few nanoseconds.
 *
 * <p>When spinning has not helped, the other one has lost its processor, and the thread sleeps for the shortest time
 * that the system has, some 50 microseconds. It does not yield: since 6.6 Linux puts a thread that yields off by a
 * whole slice each time, so that a few yields in a row cost tens of milliseconds as soon as anything else wants the
 * processor. With yields the hand-off through {@link ConcurrentPriorityQueue} at 500,000 elements a second had a 99.9th
 * percentile of 15 to 28 milliseconds on Linux 6.18, with sleeps one of 5, at the same throughput.
 *
 * <p>How long to spin first depends on how often threads wait. Where they always do, an early sleep lets the others
 * work undisturbed: with spinning of up to 13 microseconds four threads that never rest moved 2.8 million elements a
 * second in place of 7. Where they seldom do, the sleep is what takes time. So a thread whose wait is the first long
 * one for a millisecond spins on. Of four threads that insert a million elements a second in bursts, the 99.9th
 * percentile of a call was 36 microseconds without that, the median of 15 virtual machines (0.2 to 68), and is 1.0,
 * that of 22 (0.4 to 7.5, and twice 50). The 99.99th was 75 and is 55, but in four of the 22 above half a millisecond,
 * in none of the 15.
 */
final class Backoff {
    /**
     * Doubling rounds of spinning, about half a microsecond in all. Also where the other thread needs this processor: a
     * sleep takes a hundred times as long, and not every wait is for one that has begun and been interrupted.
     */
    private static final int SPIN_ROUNDS = 4;

    /** The same for a wait that is worth more, about 13 microseconds in all. */
    private static final int LONG_SPIN_ROUNDS = 9;

    private static final long SELDOM_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** When a thread of this process last waited for longer than {@link #SPIN_ROUNDS}. */
    private static long lastLongWait = System.nanoTime() - SELDOM_NANOS;

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
        if (n == SPIN_ROUNDS ? isFirstForLong() : n < LONG_SPIN_ROUNDS) {
            spin(n);
            return n + 1;
        }
        sleep();
        return SPIN_ROUNDS;
    }

    /**
     * As {@link #pause(int)}, for an operation of a few hundred nanoseconds on several cache lines, each of which may
     * take a quarter of a microsecond to come: spins for long in any case.
     */
    static int pauseLong(int n) {
        if (n < LONG_SPIN_ROUNDS) {
            spin(n);
            return n + 1;
        }
        sleep();
        return n;
    }

    private static boolean isFirstForLong() {
        long now = System.nanoTime();
        // Plain accesses: what a thread misses costs it a sleep, or saves it one.
        boolean first = now - lastLongWait >= SELDOM_NANOS;
        lastLongWait = now;
        return first;
    }

    private static void spin(int n) {
        for (int i = 1 << n; i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    private static void sleep() {
        if (Thread.currentThread().isInterrupted()) {
            Thread.yield(); // it would not sleep
        } else {
            LockSupport.parkNanos(1);
        }
    }
}
