package io.ringway.broker;

import org.jspecify.annotations.Nullable;

/**
 * How long messages took from publish to delivery, in seconds; null where nothing was delivered lately.
 *
 * @param p50 the median
 * @param p99 99 of 100 took no longer
 * @param p999 999 of 1,000 took no longer
 */
public record Latency(
        @Nullable Double p50,
        @Nullable Double p99,
        @Nullable Double p999) {

    /** Nothing was delivered. */
    public static final Latency NONE = new Latency(null, null, null);
}
