package io.ringway.benchmarks.runner;

import java.util.Collection;
import java.util.List;

/** The few sums that results are made of. */
final class Arithmetic {

    private Arithmetic() {}

    static double median(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing has no median");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double min(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    static double max(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Turns counts into shares that sum to 1; all alike when nothing was counted. */
    static List<Double> shares(List<Double> counts) {
        double sum = counts.stream().mapToDouble(Double::doubleValue).sum();
        return counts.stream()
                .map(count -> sum == 0 ? 1.0 / counts.size() : count / sum)
                .toList();
    }

    /** The smallest share of a side relative to an equal one: 1 is even, 0 is starved. */
    static double fairness(List<Double> shares) {
        return shares.isEmpty() ? 1 : min(shares) * shares.size();
    }

    /** The fairness of the worse side. */
    static double fairness(List<Double> producerShares, List<Double> consumerShares) {
        return Math.min(fairness(producerShares), fairness(consumerShares));
    }

    /** How much better ours is: above 1 it is, whichever direction is the better one. */
    static double ratio(double ours, double peer, boolean higherIsBetter) {
        return higherIsBetter ? ours / peer : peer / ours;
    }
}
