package io.ringway.benchmarks.model;

/**
 * Ours against one peer, taken round by round.
 *
 * <p>Above 1 we are better, whatever the unit: where less is better the ratio is turned over.
 *
 * @param peer name of the peer
 * @param metric {@code throughput}, or the percentile as {@code p50}, {@code p99}, {@code p99.9}
 * @param median median of the rounds' ratios
 * @param min smallest
 * @param max largest
 * @param verdict {@code ahead}, {@code level} or {@code behind}
 * @param best whether this is the strongest peer for that metric
 */
public record Ratio(String peer, String metric, double median, double min, double max, String verdict, boolean best) {}
