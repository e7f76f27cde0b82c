package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Ratio;
import io.ringway.benchmarks.model.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a comparison with the best peer stands against the run before. It has changed if no round of the one run reaches
 * into the rounds of the other: what differs by less is the machine's noise.
 *
 * @param name the suite, and the metric if it is not throughput
 * @param before the ratio of the run before, with its spread
 * @param now the ratio of this run
 * @param verdict {@code better}, {@code worse}, {@code within the spread}, or {@code one round only}: not judged
 */
record Change(String name, String before, String now, String verdict) {

    /** The rows that both runs have, in the order of the newer one. */
    static List<Change> between(Run before, Run now) {
        Map<String, Ratio> known = Comparison.all(before).stream()
                .collect(Collectors.toMap(Comparison::name, Comparison::ratio, (first, second) -> first));
        List<Change> changes = new ArrayList<>();
        for (Comparison row : Comparison.all(now)) {
            Ratio old = known.get(row.name());
            if (old != null) {
                changes.add(new Change(row.name(), text(old), text(row.ratio()), verdict(old, row.ratio())));
            }
        }
        return changes;
    }

    private static String text(Ratio ratio) {
        return Figures.ratioSpread(ratio.median(), ratio.min(), ratio.max()) + " to " + ratio.peer();
    }

    private static String verdict(Ratio before, Ratio now) {
        if (isOneRound(before) || isOneRound(now)) {
            return "one round only";
        }
        if (now.min() > before.max()) {
            return "better";
        }
        return now.max() < before.min() ? "worse" : "within the spread";
    }

    /** One round has no spread: it would stand apart from nearly anything. */
    private static boolean isOneRound(Ratio ratio) {
        return ratio.min() == ratio.max();
    }

    /** What has to be the same for two runs to be set against each other. */
    static List<Object> conditions(Run run) {
        return List.of(
                run.machine().cpu(),
                run.machine().cores(),
                run.machine().jdk(),
                run.machine().jvmFlags(),
                run.mode(),
                // Set against a run of all suites, a run of chosen ones would hide how the others stand.
                run.command().contains("-Dbench.only="));
    }
}
