package io.ringway.benchmarks.runner;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One iteration of a fork.
 *
 * @param value in the question's unit
 * @param before nanoseconds that a cache line took between the measured processors just before; 0 if unknown
 * @param after the same just after
 * @param times latencies in nanoseconds, null for other kinds
 * @param windows by percentile, what it was in each of its windows; empty where there are none
 * @param counts whether the fork's value is made of it, too
 */
record Sample(
        double value,
        double before,
        double after,
        @Nullable Histogram times,
        Map<Double, Histogram> windows,
        boolean counts) {

    /** An iteration that counts. */
    Sample(double value, double before, double after, @Nullable Histogram times, Map<Double, Histogram> windows) {
        this(value, before, after, times, windows, true);
    }

    Sample counting(boolean does) {
        return new Sample(value, before, after, times, windows, does);
    }
}
