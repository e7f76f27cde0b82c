package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.Contenders;
import io.ringway.benchmarks.LatencyBenchmark;
import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Fork;
import io.ringway.benchmarks.model.Iteration;
import io.ringway.benchmarks.model.Point;
import io.ringway.benchmarks.model.Ratio;
import io.ringway.benchmarks.model.Suite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** Makes a suite's result of its forks. */
final class Assembly {

    /** The percentiles that are compared. */
    private static final Map<String, Double> COMPARED = new LinkedHashMap<>();

    static {
        COMPARED.put("p50", 50.0);
        COMPARED.put("p99", 99.0);
        COMPARED.put("p99.9", 99.9);
    }

    /** The percentile that is compared where calls are timed. */
    static final double TAIL = 99.99;

    private final Question question;
    private final int cores;
    private final List<Outcome> outcomes;
    private final String distance;

    /**
     * Makes an assembly.
     *
     * @param outcomes every fork that was run, in the order of the run
     */
    Assembly(Question question, int cores, List<Outcome> outcomes) {
        this.question = question;
        this.cores = cores;
        Distance.Sorted sorted = Distance.sort(outcomes);
        this.outcomes = sorted.outcomes();
        this.distance = sorted.note();
    }

    Suite suite(List<String> failures) {
        Map<String, List<Entry>> byContender = new LinkedHashMap<>();
        question.contenders(true).forEach(name -> byContender.put(name, new ArrayList<>()));
        for (Entry entry : entries()) {
            byContender.computeIfAbsent(entry.name, name -> new ArrayList<>()).add(entry);
        }
        List<Entry> chosen = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        for (List<Entry> entries : byContender.values()) {
            if (entries.isEmpty()) {
                continue;
            }
            Entry best = entries.stream().max(bySuccess()).orElseThrow();
            chosen.add(best);
            entries.stream().filter(entry -> entry != best).forEach(others::add);
        }
        return new Suite(
                question.id(),
                question.title(),
                question.queue(),
                question.shape(),
                question.kind().key(),
                question.unit(),
                question.kind().higherIsBetter(),
                question.oversubscribed(cores),
                question.floor(),
                question.goal(),
                chosen.stream().map(Entry::contender).toList(),
                others.stream().map(Entry::contender).toList(),
                ratios(chosen),
                note(failures));
    }

    private String note(List<String> failures) {
        String note = distance.isEmpty() ? question.note() : question.note() + " " + distance;
        return failures.isEmpty() ? note : note + " Failed: " + String.join("; ", failures) + ".";
    }

    private List<Entry> entries() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            String name = outcome.cell().contender();
            String idle = outcome.cell().idle();
            entries.computeIfAbsent(name + "/" + idle, key -> new Entry(name, idle))
                    .add(outcome);
        }
        return List.copyOf(entries.values());
    }

    private Comparator<Entry> bySuccess() {
        Comparator<Entry> byValue = Comparator.comparingDouble(entry -> Arithmetic.median(entry.values()));
        return question.kind().higherIsBetter() ? byValue : byValue.reversed();
    }

    private List<Ratio> ratios(List<Entry> chosen) {
        if (question.kind() == Kind.PARKED
                || chosen.isEmpty()
                || !Contenders.named(chosen.get(0).name).ours()) {
            return List.of();
        }
        if (question.kind() == Kind.CALL) {
            return ratios(chosen, "p" + TAIL, outcome -> outcome.at(TAIL));
        }
        if (question.kind() != Kind.LATENCY) {
            return ratios(chosen, "throughput", Outcome::value);
        }
        List<Ratio> ratios = new ArrayList<>();
        COMPARED.forEach(
                (metric, percentile) -> ratios.addAll(ratios(chosen, metric, outcome -> outcome.at(percentile))));
        if (chosen.stream().allMatch(Entry::hasWindows)) {
            COMPARED.entrySet().stream()
                    .filter(compared -> LatencyBenchmark.OF_WINDOWS.contains(compared.getValue()))
                    .forEach(compared -> ratios.addAll(ratios(
                            chosen,
                            compared.getKey() + Contender.TYPICAL,
                            outcome -> outcome.typical(compared.getValue()))));
        }
        return ratios;
    }

    private List<Ratio> ratios(List<Entry> chosen, String metric, ToDoubleFunction<Outcome> value) {
        Map<Integer, Outcome> ours = chosen.get(0).counted;
        List<Ratio> ratios = new ArrayList<>();
        Set<String> judges = new HashSet<>();
        for (Entry peer : chosen.subList(1, chosen.size())) {
            List<Double> paired = ours.entrySet().stream()
                    .filter(entry -> peer.counted.containsKey(entry.getKey()))
                    .map(entry -> Arithmetic.ratio(
                            value.applyAsDouble(entry.getValue()),
                            value.applyAsDouble(peer.counted(entry.getKey())),
                            question.kind().higherIsBetter()))
                    .toList();
            if (paired.isEmpty() && !ours.isEmpty() && !peer.counted.isEmpty()) {
                // No round in which both saw the processors at the same distance.
                paired = List.of(Arithmetic.ratio(
                        median(ours, value),
                        median(peer.counted, value),
                        question.kind().higherIsBetter()));
            }
            if (!paired.isEmpty()) {
                if (question.judges(peer.name)) {
                    judges.add(peer.title());
                }
                ratios.add(new Ratio(
                        peer.title(),
                        metric,
                        Arithmetic.median(paired),
                        Arithmetic.min(paired),
                        Arithmetic.max(paired),
                        Verdict.of(paired).key(),
                        false));
            }
        }
        return markStrongest(ratios, judges);
    }

    private static double median(Map<Integer, Outcome> outcomes, ToDoubleFunction<Outcome> value) {
        return Arithmetic.median(
                outcomes.values().stream().map(value::applyAsDouble).toList());
    }

    /** The strongest peer is the one against which we do worst, of those that we are judged by. */
    private static List<Ratio> markStrongest(List<Ratio> ratios, Set<String> judges) {
        double lowest = ratios.stream()
                .filter(ratio -> judges.contains(ratio.peer()))
                .mapToDouble(Ratio::median)
                .min()
                .orElse(0);
        List<Ratio> marked = new ArrayList<>();
        boolean found = false;
        for (Ratio ratio : ratios) {
            boolean strongest = !found && judges.contains(ratio.peer()) && Double.compare(ratio.median(), lowest) == 0;
            found |= strongest;
            marked.add(new Ratio(
                    ratio.peer(),
                    ratio.metric(),
                    ratio.median(),
                    ratio.min(),
                    ratio.max(),
                    ratio.verdict(),
                    strongest));
        }
        return marked;
    }

    /** One contender in one idle choice. */
    private final class Entry {

        private final String name;
        private final String idle;
        private final List<Outcome> all = new ArrayList<>();
        private final Map<Integer, Outcome> counted = new TreeMap<>();

        Entry(String name, String idle) {
            this.name = name;
            this.idle = idle;
        }

        /** Of two forks in one round the later one counts: it is the repeat of a disturbed one. */
        void add(Outcome outcome) {
            all.add(outcome);
            if (outcome.counts()) {
                counted.put(outcome.cell().round(), outcome);
            }
        }

        Outcome counted(int round) {
            Outcome outcome = counted.get(round);
            if (outcome == null) {
                throw new IllegalArgumentException(name + " was not run in round " + round);
            }
            return outcome;
        }

        String title() {
            return Contenders.named(name).title();
        }

        boolean hasWindows() {
            return counted.values().stream().anyMatch(Outcome::hasWindows);
        }

        List<Double> values() {
            return counted.values().stream().map(Outcome::value).toList();
        }

        Contender contender() {
            return new Contender(
                    title(),
                    Contenders.named(name).ours(),
                    idle,
                    all.stream()
                            .map(outcome -> new Fork(
                                    outcome.cell().round(),
                                    outcome.value(),
                                    outcome.disturbed(),
                                    outcome.disturbance(),
                                    outcome.producerShares(),
                                    outcome.consumerShares(),
                                    outcome.samples().stream()
                                            .map(sample -> new Iteration(
                                                    sample.value(), sample.before(), sample.after(), sample.counts()))
                                            .toList()))
                            .toList(),
                    Arithmetic.median(values()),
                    Arithmetic.min(values()),
                    Arithmetic.max(values()),
                    median(Outcome::allocation),
                    points(Percentiles.ALL, Outcome::at),
                    hasWindows() ? points(LatencyBenchmark.OF_WINDOWS, Outcome::typical) : List.of(),
                    question.producers() == 0
                            ? -1
                            : median(outcome ->
                                    Arithmetic.fairness(outcome.producerShares(), outcome.consumerShares())));
        }

        private double median(ToDoubleFunction<Outcome> value) {
            return Arithmetic.median(
                    counted.values().stream().map(value::applyAsDouble).toList());
        }

        private List<Point> points(Collection<Double> percentiles, ToDoubleBiFunction<Outcome, Double> value) {
            if (!question.kind().hasPercentiles()) {
                return List.of();
            }
            return percentiles.stream()
                    .map(percentile ->
                            new Point(percentile, median(outcome -> value.applyAsDouble(outcome, percentile))))
                    .toList();
        }
    }
}
