package io.ringway.queues;

/** How a thread waits for another one that is in the middle of an operation of a few nanoseconds. */
final class Backoff {
    /**
     * Doubling rounds of spinning, about half a microsecond in all; none where the other thread needs this processor.
     */
    private static final int SPIN_ROUNDS = Runtime.getRuntime().availableProcessors() > 1 ? 4 : 0;

    private Backoff() {}

    /**
     * Waits for the {@code n}-th time in a row: longer each time, which keeps the contended line with the thread that
     * has it; then gives up the processor, because the other thread has lost its own.
     *
     * @param n the times waited before, from 0
     * @return the {@code n} for the next time
     */
    static int pause(int n) {
        if (n >= SPIN_ROUNDS) {
            Thread.yield();
            return n;
        }
        for (int i = 1 << n; i > 0; i--) {
            Thread.onSpinWait();
        }
        return n + 1;
    }
}
