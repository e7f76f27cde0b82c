package io.ringway.benchmarks.runner;

/**
 * One iteration of a fork.
 *
 * @param value in the question's unit
 * @param before nanoseconds that a cache line took between the measured processors just before; 0 if unknown
 * @param after the same just after
 */
record Sample(double value, double before, double after) {}
