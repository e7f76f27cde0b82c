package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.model.Point;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The points of a distribution of times. */
final class Percentiles {

    /** Those that make a curve; 100 is the largest value. */
    static final List<Double> ALL =
            List.of(0.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.95, 99.99, 99.999, 100.0);

    static final double MEDIAN = 50;

    /** HdrHistogram's precision of the sum, in decimal digits: that of its parts. */
    static final int DIGITS = 3;

    private Percentiles() {}

    /** The points of all times together, in nanoseconds. */
    static List<Point> of(List<Histogram> parts) {
        Histogram sum = new Histogram(DIGITS);
        parts.forEach(sum::add);
        return ALL.stream()
                .map(percentile -> new Point(percentile, sum.getValueAtPercentile(percentile)))
                .toList();
    }

    static double at(List<Point> points, double percentile) {
        return points.stream()
                .filter(point -> Double.compare(point.percentile(), percentile) == 0)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("percentile " + percentile + " was not recorded"))
                .nanos();
    }
}
