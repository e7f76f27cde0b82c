package io.ringway.queues;

/** How a thread waits for an element, or for room, before it parks. */
final class Patience {
    /** Looks with a pause between them, before those with a yield; none where the other side needs the processor. */
    private static final int SPINS = Processors.SEVERAL ? 64 : 0;

    private static final int YIELDS = 16;

    private Patience() {}

    /** Returns when a wait of {@code nanos} ends, in the time of {@link System#nanoTime}. */
    static long deadline(long nanos) {
        // Half the range, so that the sum can still be compared with the clock.
        return System.nanoTime() + Math.max(0, Math.min(nanos, Long.MAX_VALUE >> 1));
    }

    /**
     * Pauses before the {@code n}-th look of a thread that is to wait for up to {@code nanos}.
     *
     * @return false if it has looked often enough, and is to park
     */
    static boolean lookAgain(int n, long nanos) {
        if (nanos <= 0 || n >= SPINS + YIELDS || Thread.currentThread().isInterrupted()) {
            return false;
        }
        if (n < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
        return true;
    }
}
