package io.ringway.mqtt;

import java.util.concurrent.TimeUnit;

/**
 * How long to leave alone what has failed: 100 milliseconds at first, and twice as long after each further failure, up
 * to 10 seconds. For one thread.
 */
final class Backoff {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long againAt = System.nanoTime();

    /** Begins a pause at a time of {@link System#nanoTime}. */
    void fail(long now) {
        againAt = now + pauseNanos;
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    }

    /** The next pause is a first one again. */
    void succeed() {
        pauseNanos = FIRST_PAUSE_NANOS;
    }

    /** Tells whether the last pause is over, or there was none. */
    boolean isOver(long now) {
        return now - againAt >= 0;
    }
}
