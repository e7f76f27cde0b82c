package io.ringway.benchmarks.model;

import java.util.List;
import java.util.Objects;

/**
 * One run of the paired comparison on one machine: what {@code run.json} holds.
 *
 * @param schema version of this format
 * @param id name of the run, and of its folder
 * @param started when it began, ISO-8601 with offset
 * @param finished when it ended, ISO-8601 with offset
 * @param mode {@code quick}, {@code full} or {@code custom}
 * @param commit short hash of the commit measured, or {@code unknown}
 * @param dirty whether the work tree had uncommitted changes
 * @param command the command that repeats the run
 * @param machine where it ran
 * @param rule how verdicts are given and which forks count as disturbed, fixed before the run
 * @param suites the results, in the order of the plan
 * @param figures what has no peer, in the order of the plan; empty in runs from before there were any
 */
public record Run(
        int schema,
        String id,
        String started,
        String finished,
        String mode,
        String commit,
        boolean dirty,
        String command,
        Machine machine,
        String rule,
        List<Suite> suites,
        List<Figure> figures) {

    /** The version of the format that this code writes. */
    public static final int SCHEMA = 1;

    /** An older run has no figures. */
    public Run {
        figures = Objects.requireNonNullElse(figures, List.of());
    }
}
