package io.ringway.benchmarks.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure that has no peer to be compared with, but a mark to reach.
 *
 * @param id short name, for example {@code durable-backlog-open}
 * @param title what a reader sees
 * @param unit unit of every value
 * @param higherIsBetter direction of the values
 * @param values what each run of the program printed; empty when it failed
 * @param floor what must be reached, null when nothing is set
 * @param goal what we are out for, null when nothing is set
 * @param toBeat what the broker that these queues are measured by promises, or empty
 * @param command what was run
 * @param remark why it failed, or what disturbed it; or empty
 */
public record Figure(
        String id,
        String title,
        String unit,
        boolean higherIsBetter,
        List<Double> values,
        @Nullable Double floor,
        @Nullable Double goal,
        String toBeat,
        String command,
        String remark) {

    /**
     * How the median stands to what was asked.
     *
     * @return {@code failed}, {@code goal reached}, {@code floor reached}, {@code below the floor}, or empty when
     *     nothing was asked
     */
    public String standing() {
        if (values.isEmpty()) {
            return "failed";
        }
        if (reaches(goal)) {
            return "goal reached";
        }
        if (floor == null) {
            return "";
        }
        return reaches(floor) ? "floor reached" : "below the floor";
    }

    private boolean reaches(@Nullable Double mark) {
        return mark != null && (higherIsBetter ? median() >= mark : median() <= mark);
    }

    /**
     * The median of the values.
     *
     * @return the middle one, or the mean of both in the middle
     */
    public double median() {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
