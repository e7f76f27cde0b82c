package io.ringway.durable;

import java.time.Duration;

/**
 * What a queue takes.
 *
 * @param maxMessageSize the largest payload in bytes, from 1 to 16 MiB ({@code max_message_size}, 1 MiB)
 * @param maxQueueDepth the most messages, from 1 to 100,000,000 ({@code max_queue_depth}, 100,000)
 * @param messageTtl how long a message lives at most, more than 0 ({@code message_ttl}, 168 h)
 */
public record Limits(int maxMessageSize, int maxQueueDepth, Duration messageTtl) {

    /** The largest value of {@link #maxMessageSize}. */
    public static final int LARGEST_MESSAGE = 16 << 20;

    /** Longest duration in a configuration: a hundred years, so that no sum of times overflows. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    /** The defaults. */
    public static final Limits DEFAULT = new Limits(1 << 20, 100_000, Duration.ofDays(7));

    /**
     * Makes limits.
     *
     * @param maxMessageSize the largest payload
     * @param maxQueueDepth the most messages
     * @param messageTtl how long a message lives
     * @throws InvalidConfigException if a value is out of range
     */
    public Limits {
        requireRange("limits.max_message_size", maxMessageSize, 1, LARGEST_MESSAGE);
        requireRange("limits.max_queue_depth", maxQueueDepth, 1, 100_000_000);
        requireDuration("limits.message_ttl", messageTtl, 1);
    }

    static void requireRange(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidConfigException(key, "must be from " + least + " to " + most + ": " + value);
        }
    }

    static void requireDuration(String key, Duration value, int leastMillis) {
        if (value.compareTo(Duration.ofMillis(leastMillis)) < 0 || value.compareTo(LONGEST) > 0) {
            throw new InvalidConfigException(
                    key, "must be from " + leastMillis + " ms to " + LONGEST.toDays() + " days: " + value);
        }
    }
}
