package io.ringway.benchmarks.runner;

import java.util.Collection;
import java.util.Locale;

/** How ours stands to a peer. */
enum Verdict {
    /** The median is at least 5 % better and no round was worse. */
    AHEAD,
    /** Neither of the others. */
    LEVEL,
    /** The median is at least 5 % worse and no round was better. */
    BEHIND;

    private static final double MARGIN = 1.05;

    static Verdict of(Collection<Double> ratios) {
        double median = Arithmetic.median(ratios);
        if (median >= MARGIN && Arithmetic.min(ratios) > 1) {
            return AHEAD;
        }
        if (median <= 1 / MARGIN && Arithmetic.max(ratios) < 1) {
            return BEHIND;
        }
        return LEVEL;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
