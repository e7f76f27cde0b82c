package io.ringway.benchmarks.model;

import java.util.List;

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
        double fairness) {}
