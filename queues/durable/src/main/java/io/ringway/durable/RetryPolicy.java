package io.ringway.durable;

import java.time.Duration;

/**
 * How a message that failed is tried again. The wait before retry {@code n} is {@code min(initialBackoff *
 * backoffMultiplier^(n-1), maxBackoff)}.
 *
 * @param maxRetries retries after the first delivery, from 0 to 1,000,000 ({@code max_retries}, 10)
 * @param initialBackoff the wait before the first retry, at least 0 ({@code initial_backoff}, 5 s)
 * @param maxBackoff the longest wait, at least {@code initialBackoff} ({@code max_backoff}, 5 min)
 * @param backoffMultiplier from 1 to 1,000 ({@code backoff_multiplier}, 2.0)
 * @param totalTimeout how long after its first delivery a message may be tried, more than 0 ({@code total_timeout}, 3
 *     h)
 */
public record RetryPolicy(
        int maxRetries, Duration initialBackoff, Duration maxBackoff, double backoffMultiplier, Duration totalTimeout) {

    /** The defaults. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(10, Duration.ofSeconds(5), Duration.ofMinutes(5), 2.0, Duration.ofHours(3));

    /**
     * Makes a policy.
     *
     * @param maxRetries retries after the first delivery
     * @param initialBackoff the wait before the first retry
     * @param maxBackoff the longest wait
     * @param backoffMultiplier how the wait grows
     * @param totalTimeout how long a message may be tried
     * @throws InvalidConfigException if a value is out of range
     */
    public RetryPolicy {
        Limits.requireRange("retry_policy.max_retries", maxRetries, 0, 1_000_000);
        Limits.requireDuration("retry_policy.initial_backoff", initialBackoff, 0);
        Limits.requireDuration("retry_policy.max_backoff", maxBackoff, 0);
        Limits.requireDuration("retry_policy.total_timeout", totalTimeout, 1);
        if (maxBackoff.compareTo(initialBackoff) < 0) {
            throw new InvalidConfigException(
                    "retry_policy.max_backoff",
                    "must be at least initial_backoff, " + initialBackoff + ": " + maxBackoff);
        }
        if (!(backoffMultiplier >= 1 && backoffMultiplier <= 1_000)) {
            throw new InvalidConfigException(
                    "retry_policy.backoff_multiplier", "must be from 1 to 1000: " + backoffMultiplier);
        }
    }

    /** The wait in milliseconds before the next delivery of a message that was delivered {@code attempts} times. */
    long backoffMillis(int attempts) {
        double wait = initialBackoff.toMillis();
        long max = maxBackoff.toMillis();
        for (int i = 1; i < attempts && wait < max; i++) {
            wait *= backoffMultiplier;
        }
        return wait < max ? (long) wait : max;
    }
}
