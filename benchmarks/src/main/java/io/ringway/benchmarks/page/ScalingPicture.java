package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How throughput changes with the number of threads, for the suites that differ in nothing else. */
final class ScalingPicture {

    private static final int WIDTH = 344;
    private static final int PLOT_HEIGHT = 280;
    private static final int TICKS = 7;

    private ScalingPicture() {}

    /** Suites of one queue, one kind and one unit. */
    static List<List<Suite>> families(List<Suite> suites) {
        Map<List<String>, List<Suite>> families = new LinkedHashMap<>();
        for (Suite suite : suites) {
            if (suite.higherIsBetter()) {
                families.computeIfAbsent(List.of(suite.queue(), suite.kind(), suite.unit()), key -> new ArrayList<>())
                        .add(suite);
            }
        }
        return families.values().stream()
                .filter(family -> family.stream().map(Suite::shape).distinct().count() > 1)
                .toList();
    }

    /** Nothing where nothing was measured. */
    static Optional<Picture> of(List<Suite> family, Curves curves) {
        if (family.stream().allMatch(suite -> suite.contenders().isEmpty())) {
            return Optional.empty();
        }
        Suite first = family.get(0);
        String title = first.queue() + ", " + first.kind() + ": scaling by threads";
        String alt = family.stream()
                .map(suite -> Names.shape(suite) + ": "
                        + suite.contenders().stream()
                                .map(contender ->
                                        contender.name() + " " + Figures.withUnit(contender.median(), suite.unit()))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ", title + ". ", "."));
        String name = "scaling-" + Names.anchor(first.queue() + "-" + first.kind());
        return Optional.of(Picture.of(name, title, alt, look -> chart(look, family, curves)));
    }

    private static Chart chart(Look look, List<Suite> family, Curves curves) {
        List<String> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Set<Curves.Entry> entries = new LinkedHashSet<>();
        for (Suite suite : family) {
            for (Contender contender : suite.contenders()) {
                x.add(Names.shape(suite));
                y.add(contender.median());
                names.add(Names.legend(contender.name()));
                entries.add(new Curves.Entry(Names.legend(contender.name()), contender.name(), contender.ours()));
            }
        }
        Axis axis = Axis.fitting("median", family.get(0).unit(), y.stream().mapToDouble(Double::doubleValue), TICKS);
        Chart chart = new Chart(look, WIDTH, PLOT_HEIGHT + Curves.legendHeight(entries.size()))
                .scale(axis.spec("y"))
                .scale(Spec.of("aesthetic", "x")
                        .and("name", "producer and consumer threads")
                        .and("discrete", true)
                        .and(
                                "limits",
                                family.stream().map(Names::shape).distinct().toList()));
        curves.draw(chart, x, y, names, List.copyOf(entries));
        return chart;
    }
}
