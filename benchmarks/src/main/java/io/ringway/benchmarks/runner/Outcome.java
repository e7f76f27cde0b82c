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
 * @param disturbance why it counts as disturbed, or empty
 */
record Outcome(
        Cell cell,
        double value,
        double allocation,
        List<Double> producerShares,
        List<Double> consumerShares,
        List<Point> percentiles,
        String disturbance) {

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
