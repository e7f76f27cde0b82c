package io.ringway.benchmarks.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One queue in one suite.
 *
 * @param name name of the class that was measured
 * @param ours whether it is one of Ringway's
 * @param idle what a thread does after a failed attempt: {@code spin} or {@code yield}; empty where the question does
 *     not arise
 * @param forks every fork that was run; where a round has two, the first was disturbed and the second, its repeat,
 *     counts
 * @param median median over the forks that count
 * @param min smallest of the forks that count
 * @param max largest of the forks that count
 * @param allocBytesPerOp bytes allocated for each real transfer, negative when not measured
 * @param percentiles latency percentiles, the median over the forks at each point; empty for other kinds
 * @param typical the same of the median window of 5,000 elements: at each point the median over a fork's windows, and
 *     of that the median over the forks; empty where there are none, and in older runs
 * @param fairness the smallest share that a thread had, relative to an equal share, on the worse side, median over the
 *     forks; 1 is even, 0 is starved, negative when not measured
 */
public record Contender(
        String name,
        boolean ours,
        String idle,
        List<Fork> forks,
        double median,
        double min,
        double max,
        double allocBytesPerOp,
        List<Point> percentiles,
        List<Point> typical,
        double fairness) {

    /** Follows the name of a percentile where it is that of the median window, not that of all times together. */
    public static final String TYPICAL = ", median window";

    /** An older run has no typical percentiles. */
    public Contender {
        typical = Objects.requireNonNullElse(typical, List.of());
    }

    /**
     * A percentile of the latency.
     *
     * @param metric its name, such as {@code p99.9}, or that and {@link #TYPICAL}
     * @return nanoseconds, empty when it was not measured
     */
    public OptionalDouble latency(String metric) {
        boolean ofMedian = metric.endsWith(TYPICAL);
        double percentile =
                Double.parseDouble(metric.substring(1, metric.length() - (ofMedian ? TYPICAL.length() : 0)));
        return (ofMedian ? typical : percentiles)
                .stream()
                        .filter(point -> Double.compare(point.percentile(), percentile) == 0)
                        .mapToDouble(Point::nanos)
                        .findFirst();
    }
}
