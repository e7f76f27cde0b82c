package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.model.Point;
import java.util.List;

/**
 * What one fork measured.
 *
 * @param cell which fork it was
 * @param value the value, in the question's unit
 * @param allocation bytes a transfer, negative when not measured
 * @param producerShares share of each producer
 * @param consumerShares share of each consumer
 * @param percentiles latencies, empty for other kinds
 * @param samples its iterations, empty for kinds whose value isn't made of them
 * @param disturbance why it counts as disturbed, or empty
 */
record Outcome(
        Cell cell,
        double value,
        double allocation,
        List<Double> producerShares,
        List<Double> consumerShares,
        List<Point> percentiles,
        List<Sample> samples,
        String disturbance) {

    /** Why a fork doesn't count that has seen the processors only at the other distance. */
    private static final String APART = "the processors were never at the distance that counts";

    /** The same made of some of its iterations. */
    Outcome of(List<Sample> chosen) {
        double median = Arithmetic.median(chosen.stream().map(Sample::value).toList());
        return new Outcome(cell, median, allocation, producerShares, consumerShares, percentiles, chosen, disturbance);
    }

    /** The same as one that doesn't count. */
    Outcome apart() {
        String reason = APART + (disturbed() ? "; " + disturbance : "");
        return new Outcome(cell, value, allocation, producerShares, consumerShares, percentiles, samples, reason);
    }

    boolean counts() {
        return !disturbance.startsWith(APART);
    }

    boolean disturbed() {
        return !disturbance.isEmpty();
    }

    double at(double percentile) {
        for (Point point : percentiles) {
            if (Double.compare(point.percentile(), percentile) == 0) {
                return point.nanos();
            }
        }
        throw new IllegalArgumentException("percentile " + percentile + " was not recorded");
    }
}
