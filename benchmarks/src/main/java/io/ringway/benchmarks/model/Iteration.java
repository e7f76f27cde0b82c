package io.ringway.benchmarks.model;

/**
 * One iteration of a fork.
 *
 * @param value what it measured; of a latency its median
 * @param before nanoseconds that a cache line took between the measured processors just before; 0 if unknown
 * @param after the same just after
 * @param counts whether the fork's value is made of it, too
 */
public record Iteration(double value, double before, double after, boolean counts) {}
