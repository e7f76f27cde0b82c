package io.ringway.benchmarks.runner;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A range of times that a cache line takes between the measured processors, and the rule which iterations of a suite
 * count: fixed before any was run.
 *
 * <p>An iteration lies in a range if the hand-over just before it and the one just after it do. The widest of a range
 * is twice its shortest. That range counts in which most forks have an iteration; of several, the one with most
 * iterations.
 */
record Distance(double shortest) {

    static final double WIDTH = 2;

    /** The outcomes as they count, in the same order, and what to tell the reader. */
    record Sorted(List<Outcome> outcomes, String note) {}

    static Sorted sort(List<Outcome> outcomes) {
        List<Sample> samples = samples(outcomes);
        if (samples.isEmpty() || samples.stream().anyMatch(sample -> sample.before() <= 0 || sample.after() <= 0)) {
            return new Sorted(outcomes, "");
        }
        Distance chosen = samples.stream()
                .map(sample -> new Distance(Math.min(sample.before(), sample.after())))
                .max(Comparator.comparingLong((Distance range) ->
                                outcomes.stream().filter(range::has).count())
                        .thenComparingLong(
                                range -> samples.stream().filter(range::holds).count()))
                .orElseThrow();
        return chosen.apply(outcomes, samples.size());
    }

    private Sorted apply(List<Outcome> outcomes, int total) {
        List<Outcome> counted = outcomes.stream().filter(this::has).toList();
        if (!contenders(counted).equals(contenders(outcomes))) {
            return new Sorted(
                    outcomes,
                    "The processors of this machine moved too often to compare at one distance between them.");
        }
        long used = samples(counted).stream().filter(this::holds).count();
        if (used == total) {
            return new Sorted(
                    outcomes,
                    String.format(
                            Locale.ROOT,
                            "A cache line took %.0f to %.0f ns between the processors.",
                            shortest,
                            samples(outcomes).stream()
                                    .mapToDouble(sample -> Math.max(sample.before(), sample.after()))
                                    .max()
                                    .orElseThrow()));
        }
        List<Outcome> marked =
                outcomes.stream().map(outcome -> outcome.of(this::holds)).toList();
        return new Sorted(
                marked,
                String.format(
                        Locale.ROOT,
                        "The processors of this machine moved: counted are the %d of %d iterations in which a cache line took %.0f to "
                                + "%.0f ns between them.",
                        used,
                        total,
                        shortest,
                        shortest * WIDTH));
    }

    private boolean holds(Sample sample) {
        return Math.min(sample.before(), sample.after()) >= shortest
                && Math.max(sample.before(), sample.after()) <= shortest * WIDTH;
    }

    private boolean has(Outcome outcome) {
        return outcome.samples().stream().anyMatch(this::holds);
    }

    private static List<Sample> samples(List<Outcome> outcomes) {
        return outcomes.stream().flatMap(outcome -> outcome.samples().stream()).toList();
    }

    private static Set<String> contenders(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome ->
                        outcome.cell().contender() + "/" + outcome.cell().idle())
                .collect(Collectors.toSet());
    }
}
