package io.ringway.benchmarks.runner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rule that keeps apart what was measured with the processors near to each other and far from each other, fixed
 * before any was run.
 *
 * <p>An iteration is near if a cache line went over, just before it and just after it, in at most twice the shortest
 * time of the suite; far if it took longer both times. Others are mixed and don't count. Of near and far the one counts
 * that more forks of the suite have seen.
 */
final class Distance {

    static final double NEAR = 2;

    private final List<Outcome> all;
    private final double cut;

    private Distance(List<Outcome> all, double cut) {
        this.all = all;
        this.cut = cut;
    }

    /** The outcomes as they count, in the same order, and what to tell the reader. */
    record Sorted(List<Outcome> outcomes, String note) {}

    static Sorted sort(List<Outcome> outcomes) {
        List<Sample> samples =
                outcomes.stream().flatMap(outcome -> outcome.samples().stream()).toList();
        if (samples.isEmpty() || samples.stream().anyMatch(sample -> sample.before() <= 0 || sample.after() <= 0)) {
            return new Sorted(outcomes, "");
        }
        double shortest = samples.stream()
                .mapToDouble(sample -> Math.min(sample.before(), sample.after()))
                .min()
                .orElseThrow();
        return new Distance(outcomes, shortest * NEAR).sort();
    }

    private Sorted sort() {
        Class chosen = Stream.of(Class.NEAR, Class.FAR)
                .max(Comparator.comparingLong(kind ->
                        all.stream().filter(outcome -> has(outcome, kind)).count()))
                .orElseThrow();
        List<Outcome> counted = all.stream()
                .map(outcome -> has(outcome, chosen) ? outcome.of(samples(outcome, chosen)) : null)
                .filter(outcome -> outcome != null)
                .toList();
        Map<String, Long> expected = forks(all);
        if (!forks(counted).keySet().equals(expected.keySet())) {
            return new Sorted(all, "The processors' distance changed too often to keep near and far apart.");
        }
        List<Sample> used = new ArrayList<>();
        counted.forEach(outcome -> used.addAll(outcome.samples()));
        long total = all.stream().mapToLong(outcome -> outcome.samples().size()).sum();
        if (used.size() == total) {
            return new Sorted(all, "");
        }
        List<Outcome> marked = all.stream()
                .map(outcome ->
                        has(outcome, chosen) ? outcome.of(samples(outcome, chosen)) : outcome.apart(chosen.text))
                .toList();
        return new Sorted(
                marked,
                String.format(
                        Locale.ROOT,
                        "The processors of this machine moved: counted are the %d of %d iterations in which they were %s each other, "
                                + "a cache line's way being %.0f to %.0f ns.",
                        used.size(),
                        total,
                        chosen.text,
                        used.stream().mapToDouble(Sample::before).min().orElseThrow(),
                        used.stream().mapToDouble(Sample::before).max().orElseThrow()));
    }

    private static Map<String, Long> forks(Collection<Outcome> outcomes) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.cell().contender() + "/"
                                + outcome.cell().idle(),
                        Collectors.counting()));
    }

    private boolean has(Outcome outcome, Class kind) {
        return outcome.samples().stream().anyMatch(sample -> of(sample) == kind);
    }

    private List<Sample> samples(Outcome outcome, Class kind) {
        return outcome.samples().stream().filter(sample -> of(sample) == kind).toList();
    }

    private Class of(Sample sample) {
        if (sample.before() <= cut && sample.after() <= cut) {
            return Class.NEAR;
        }
        return sample.before() > cut && sample.after() > cut ? Class.FAR : Class.MIXED;
    }

    private enum Class {
        NEAR("near to"),
        FAR("far from"),
        MIXED("");

        private final String text;

        Class(String text) {
            this.text = text;
        }
    }
}
