package io.ringway.benchmarks.page;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * An axis of numbers.
 *
 * @param title what it measures and in which unit
 * @param log whether it is logarithmic
 * @param low where it begins
 * @param high where it ends
 * @param breaks where its marks are
 * @param labels what they say
 */
record Axis(String title, boolean log, double low, double high, List<Double> breaks, List<String> labels) {

    private static final double LOG_FROM_RANGE = 4;
    private static final double ROOM = 0.04;

    /** Logarithmic when the values differ by much and all are above 0; otherwise linear, and then from 0. */
    static Axis fitting(String what, String unit, DoubleStream values, int ticks) {
        double[] finite = values.filter(Double::isFinite).sorted().toArray();
        double low = finite.length == 0 ? 0 : finite[0];
        double high = finite.length == 0 || finite[finite.length - 1] <= 0 ? 1 : finite[finite.length - 1];
        Scale scale = Scale.of(unit, high);
        if (low > 0 && high / low >= LOG_FROM_RANGE) {
            double room = Math.pow(high / low, ROOM);
            return log(what + ", " + scale.label() + " (log scale)", low / room, high * room, ticks, scale::tick);
        }
        List<Double> breaks = Ticks.linear(high, ticks);
        return new Axis(
                what + ", " + scale.label(),
                false,
                0,
                high * 1.02,
                breaks,
                breaks.stream().map(scale::tick).toList());
    }

    static Axis log(String title, double low, double high, int ticks, DoubleFunction<String> label) {
        List<Double> breaks = Ticks.log(low, high, ticks);
        return new Axis(
                title,
                true,
                low,
                high,
                breaks,
                breaks.stream().map(label::apply).toList());
    }

    /** The same marks in a part of the width only: names go to the left of them, figures to the right. */
    Axis stretched(double left, double right) {
        double from = log ? Math.log10(low) : low;
        double to = log ? Math.log10(high) : high;
        double length = (to - from) / (1 - left - right);
        double newLow = from - left * length;
        double newHigh = to + right * length;
        return new Axis(
                title, log, log ? Math.pow(10, newLow) : newLow, log ? Math.pow(10, newHigh) : newHigh, breaks, labels);
    }

    Spec spec(String aesthetic) {
        return Spec.of("aesthetic", aesthetic)
                .and("name", title)
                .and("trans", log ? "log10" : "identity")
                .and("limits", List.of(low, high))
                .and("expand", List.of(0, 0))
                .and("breaks", breaks)
                .and("labels", labels);
    }
}
