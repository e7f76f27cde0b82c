package io.ringway.benchmarks.page;

import java.util.ArrayList;
import java.util.List;

/** Where the marks of an axis go. */
final class Ticks {

    private static final double[] FINE = {1, 1.5, 2, 3, 5, 7};
    private static final double[] MEDIUM = {1, 2, 5};
    private static final double[] COARSE = {1};

    private Ticks() {}

    /** Round numbers of a logarithmic axis: as many as there may be, at decades when that is all that fits. */
    static List<Double> log(double low, double high, int atMost) {
        for (double[] steps : new double[][] {FINE, MEDIUM, COARSE}) {
            List<Double> ticks = between(low, high, steps);
            if (ticks.size() <= atMost) {
                return ticks;
            }
        }
        List<Double> decades = between(low, high, COARSE);
        int every = (decades.size() + atMost - 1) / atMost;
        List<Double> thinned = new ArrayList<>();
        for (int i = 0; i < decades.size(); i += every) {
            thinned.add(decades.get(i));
        }
        return thinned;
    }

    /** Round numbers of a linear axis from 0. */
    static List<Double> linear(double high, int atMost) {
        double step = Math.pow(10, Math.floor(Math.log10(high)) - 1);
        for (double factor : new double[] {1, 2, 5, 10, 20, 50, 100}) {
            if (high / (step * factor) < atMost) {
                step *= factor;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= high * 1.000001; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static List<Double> between(double low, double high, double[] steps) {
        List<Double> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(Math.log10(low)); exponent <= Math.ceil(Math.log10(high)); exponent++) {
            for (double step : steps) {
                double tick = step * Math.pow(10, exponent);
                if (tick >= low * 0.999999 && tick <= high * 1.000001) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
