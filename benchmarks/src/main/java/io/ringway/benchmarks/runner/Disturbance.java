package io.ringway.benchmarks.runner;

import java.util.Locale;

/**
 * The rule that tells disturbed forks, fixed before any was run.
 *
 * <p>Only causes from outside count. A wide spread inside a fork is not one: it can be the queue's own doing, and to
 * reject it would flatter a queue that has good and bad moments.
 */
final class Disturbance {

    /** The part of the machine's processor time that others may take. */
    static final double LIMIT = 0.05;

    private Disturbance() {}

    /** Why the fork between two readings was disturbed, or an empty text. */
    static String between(CpuTime before, CpuTime after) {
        double total = after.total() - before.total();
        if (total <= 0) {
            return "";
        }
        double stolen = (after.stolen() - before.stolen()) / total;
        double others = Math.max(0, (after.busy() - before.busy() - (after.own() - before.own())) / total);
        if (stolen + others <= LIMIT) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "other processes took %.0f %% and the hypervisor %.0f %% of the processors",
                others * 100,
                stolen * 100);
    }
}
