package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.model.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * What one fork measured.
 *
 * @param cell which fork it was
 * @param value the value, in the question's unit
 * @param allocation bytes a transfer, negative when not measured
 * @param producerShares share of each producer
 * @param consumerShares share of each consumer
 * @param percentiles latencies, empty for other kinds
 * @param samples its iterations, those that count and those that don't; empty for kinds whose value isn't made of them
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

    /**
     * The same made of those of its iterations that the rule chooses: their median, or the distribution of the times of
     * all of them together. If there is none, it doesn't count itself.
     */
    Outcome of(Predicate<Sample> rule) {
        List<Sample> marked = samples.stream()
                .map(sample -> sample.counting(rule.test(sample)))
                .toList();
        List<Sample> chosen = marked.stream().filter(Sample::counts).toList();
        if (chosen.isEmpty()) {
            String reason = APART + (disturbed() ? "; " + disturbance : "");
            return new Outcome(cell, value, allocation, producerShares, consumerShares, percentiles, marked, reason);
        }
        List<Histogram> times = times(chosen);
        List<Point> points = times.isEmpty() ? percentiles : Percentiles.of(times);
        double made = times.isEmpty()
                ? Arithmetic.median(chosen.stream().map(Sample::value).toList())
                : Percentiles.at(points, Percentiles.MEDIAN);
        return new Outcome(cell, made, allocation, producerShares, consumerShares, points, marked, disturbance);
    }

    private static List<Histogram> times(List<Sample> chosen) {
        List<Histogram> times = new ArrayList<>();
        for (Sample sample : chosen) {
            Histogram histogram = sample.times();
            if (histogram != null) {
                times.add(histogram);
            }
        }
        return times;
    }

    boolean counts() {
        return !disturbance.startsWith(APART);
    }

    boolean disturbed() {
        return !disturbance.isEmpty();
    }

    double at(double percentile) {
        return Percentiles.at(percentiles, percentile);
    }

    boolean hasWindows() {
        return samples.stream().anyMatch(sample -> !sample.windows().isEmpty());
    }

    /** The percentile of the median window of those iterations that count. */
    double typical(double percentile) {
        Histogram windows = new Histogram(Percentiles.DIGITS);
        samples.stream()
                .filter(Sample::counts)
                .map(sample -> sample.windows().get(percentile))
                .filter(Objects::nonNull)
                .forEach(windows::add);
        return windows.getValueAtPercentile(Percentiles.MEDIAN);
    }
}
