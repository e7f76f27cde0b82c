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
 * work undisturbed: with spinning of up to 13 microseconds in each wait, four threads that never rest moved 2.8 million
 * elements a second in place of 7. Where they seldom do, the sleep is what takes time. So each long spin is paid for
 * from an account of the process, which bounds what all of them cost to about a quarter of one processor, and mostly a
 * few percent, as most succeed at once. Within a long spin the looks stay half a microsecond apart: with pauses that go
 * on doubling, a thread looks so seldom that another one's burst of a hundred insertions passes between two looks, and
 * it fell asleep though nobody had lost a processor (seen in a trace of the scheduler: 60 sleeps a second, now 2 to 5).
 *
 * <p>Of four threads that insert a million elements a second in bursts into a full queue that drops its oldest, the
 * 99.9th percentile of a call was above 20 microseconds in 22 of 38 virtual machines with doubling pauses and one long
 * spin a millisecond, and was below 10 in all of 14 with what is here; the median of the 99.99th went from 75 to 27.
 * Two threads of each side that never rest moved 72 to 92 million elements a second before, and 66 to 72.
 */
final class Backoff {
    /**
     * Doubling rounds of spinning, about half a microsecond in all. Also where the other thread needs this processor: a
     * sleep takes a hundred times as long, and not every wait is for one that has begun and been interrupted.
     */
    private static final int SPIN_ROUNDS = 4;

    /** Rounds of doubling spinning, about 13 microseconds in all. */
    private static final int DOUBLING_ROUNDS = 9;

    /** Rounds of a long spin whose pauses don't grow any more, about 13 microseconds in all. */
    private static final int LONG_SPIN_ROUNDS = SPIN_ROUNDS + 26;

    /** What a long spin takes from the account: a time as long as this has to pass for the next one. */
    private static final long PRICE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** What the account holds at most: the waits of a burst come close together. */
    private static final long SAVED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Up to when time is spent, in that of {@link System#nanoTime}. */
    private static long spentUntil = System.nanoTime() - SAVED_NANOS;

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
        if (n == SPIN_ROUNDS ? payForLongSpin() : n < LONG_SPIN_ROUNDS) {
            spin(Math.min(n, SPIN_ROUNDS));
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
        if (n < DOUBLING_ROUNDS) {
            spin(n);
            return n + 1;
        }
        sleep();
        return n;
    }

    private static boolean payForLongSpin() {
        if (!Processors.SEVERAL) {
            return false; // the other thread has lost the only one
        }
        long now = System.nanoTime();
        // Plain accesses: what a thread misses costs it a sleep, or saves it one.
        long spent = spentUntil;
        if (now - spent > SAVED_NANOS) {
            spent = now - SAVED_NANOS;
        }
        if (now - spent < PRICE_NANOS) {
            return false;
        }
        spentUntil = spent + PRICE_NANOS;
        return true;
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
