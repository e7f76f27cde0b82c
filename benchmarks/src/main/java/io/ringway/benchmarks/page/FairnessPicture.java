package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Suite;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The smallest share that a thread had, relative to an equal one: whether a gain comes from one side hogging the queue.
 */
final class FairnessPicture {

    private static final int LEGEND_HEIGHT = 0;
    private static final int DOT = 16;
    private static final List<Double> BREAKS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

    private FairnessPicture() {}

    /** Nothing for a suite in which no side had two threads, or nobody measured their shares. */
    static Optional<Picture> of(Suite suite) {
        List<Contender> measured = suite.contenders().stream()
                .filter(contender -> contender.fairness() >= 0 && severalThreads(contender))
                .toList();
        if (measured.isEmpty()) {
            return Optional.empty();
        }
        String title = Names.suite(suite) + ": fairness";
        String alt = measured.stream()
                .map(contender -> Names.contender(contender) + ": " + Figures.share(contender.fairness()))
                .collect(Collectors.joining(
                        "; ", title + ". The smallest share of a thread, relative to an equal one. ", "."));
        return Optional.of(
                Picture.of("fairness-" + Names.anchor(suite.id()), title, alt, look -> chart(look, measured)));
    }

    static boolean severalThreads(Contender contender) {
        return contender.forks().stream()
                .anyMatch(fork -> fork.producerShares().size() > 1
                        || fork.consumerShares().size() > 1);
    }

    private static Chart chart(Look look, List<Contender> contenders) {
        List<Row> rows = contenders.stream()
                .map(contender -> new Row(Names.contender(contender), Figures.share(contender.fairness())))
                .toList();
        Axis axis = new Axis(
                "smallest share of a thread, % of an equal one",
                false, -0.03, 1.04, BREAKS, BREAKS.stream().map(Figures::share).toList());
        Chart chart = RowFrame.NARROW.chart(look, LEGEND_HEIGHT, rows, axis);
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get(i);
            double y = RowFrame.y(i, contenders.size());
            String colour = contender.ours() ? look.ours() : look.faint();
            chart.layer(Spec.of("geom", "segment")
                    .and("x", 0.0)
                    .and("xend", contender.fairness())
                    .and("y", y)
                    .and("yend", y)
                    .and("color", colour)
                    .and("size", 1.5));
            chart.layer(Spec.of("geom", "point")
                    .and("x", contender.fairness())
                    .and("y", y)
                    .and("shape", DOT)
                    .and("size", 5)
                    .and("color", colour));
        }
        return chart;
    }
}
