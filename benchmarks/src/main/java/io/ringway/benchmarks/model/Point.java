package io.ringway.benchmarks.model;

/**
 * One point of a latency distribution.
 *
 * @param percentile from 0 to 100; 100 is the largest value seen
 * @param nanos latency in nanoseconds
 */
public record Point(double percentile, double nanos) {}
