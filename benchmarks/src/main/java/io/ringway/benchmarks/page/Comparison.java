package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Ratio;
import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.model.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Ours against the best peer, in one suite by one metric: a row of the ratio table.
 *
 * @param suite the suite
 * @param ratio ours to the best peer
 */
record Comparison(Suite suite, Ratio ratio) {

    /** Every row of a run, in the order of its plan. */
    static List<Comparison> all(Run run) {
        List<Comparison> rows = new ArrayList<>();
        for (Suite suite : run.suites()) {
            Map<String, List<Ratio>> byMetric = new LinkedHashMap<>();
            for (Ratio ratio : suite.ratios()) {
                byMetric.computeIfAbsent(ratio.metric(), metric -> new ArrayList<>())
                        .add(ratio);
            }
            byMetric.values()
                    .forEach(ratios -> ratios.stream()
                            .filter(Ratio::best)
                            .findFirst()
                            .ifPresent(ratio -> rows.add(new Comparison(suite, ratio))));
        }
        return rows;
    }

    boolean isThroughput() {
        return ratio.metric().equals(Names.THROUGHPUT);
    }

    String name() {
        return Names.suite(suite) + (isThroughput() ? "" : ", " + ratio.metric());
    }

    boolean behind() {
        return ratio.verdict().equals("behind");
    }

    boolean belowFloor() {
        Double floor = suite.floor();
        return floor != null && ratio.median() < floor;
    }

    Optional<Contender> ours() {
        return suite.contenders().stream().filter(Contender::ours).findFirst();
    }

    Optional<Contender> peer() {
        return suite.contenders().stream()
                .filter(contender -> contender.name().equals(ratio.peer()))
                .findFirst();
    }

    /** What a contender measured by this row's metric, with its unit. */
    String value(Contender contender) {
        if (isThroughput() || contender.percentiles().isEmpty()) {
            return Figures.spread(contender.median(), contender.min(), contender.max(), suite.unit());
        }
        OptionalDouble nanos = contender.latency(ratio.metric());
        return nanos.isPresent() ? Figures.withUnit(nanos.getAsDouble(), "ns") : "–";
    }

    String floorAndGoal() {
        Double floor = suite.floor();
        Double goal = suite.goal();
        return (floor == null ? "–" : Figures.ratio(floor)) + " / " + (goal == null ? "–" : Figures.ratio(goal));
    }

    String standing() {
        Double floor = suite.floor();
        Double goal = suite.goal();
        if (goal != null && ratio.median() >= goal) {
            return "goal reached";
        }
        if (floor == null) {
            return "";
        }
        return ratio.median() >= floor ? "floor reached" : "below the floor";
    }
}
