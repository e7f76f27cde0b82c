package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Fork;
import io.ringway.benchmarks.model.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All contenders of one suite, each fork as a dot, so that the spread is seen and not summed up. */
final class ForksPicture {

    private static final int TICKS = 6;
    private static final int LEGEND_HEIGHT = 34;
    private static final int DOT = 16;
    private static final int CROSS = 4;
    private static final double MEDIAN_HALF_HEIGHT = 0.2;

    private ForksPicture() {}

    static Picture of(Suite suite) {
        String title = Names.suite(suite) + ": every fork";
        String alt = suite.contenders().stream()
                .map(contender -> Names.contender(contender) + ": "
                        + Figures.spread(contender.median(), contender.min(), contender.max(), suite.unit()))
                .collect(Collectors.joining("; ", title + ". ", "."));
        return Picture.of("forks-" + Names.anchor(suite.id()), title, alt, look -> chart(look, suite));
    }

    private static Chart chart(Look look, Suite suite) {
        List<Contender> contenders = suite.contenders();
        List<Row> rows = contenders.stream()
                .map(contender -> new Row(
                        Names.contender(contender),
                        Scale.of(suite.unit(), contender.median()).compact(contender.median())))
                .toList();
        Axis axis = Axis.fitting(
                suite.higherIsBetter() ? "more is better" : "less is better",
                suite.unit(),
                contenders.stream()
                        .flatMap(contender -> contender.forks().stream())
                        .mapToDouble(Fork::value),
                TICKS);
        Chart chart = RowFrame.NARROW.chart(look, LEGEND_HEIGHT, rows, axis);
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get(i);
            double y = RowFrame.y(i, contenders.size());
            String colour = contender.ours() ? look.ours() : look.faint();
            chart.layer(Spec.of("geom", "segment")
                    .and("x", contender.median())
                    .and("xend", contender.median())
                    .and("y", y - MEDIAN_HALF_HEIGHT)
                    .and("yend", y + MEDIAN_HALF_HEIGHT)
                    .and("color", colour)
                    .and("size", 1.5));
            dots(chart, contender, true, y, DOT, colour);
            dots(chart, contender, false, y, CROSS, look.warning());
        }
        return chart.caption("Dot: a fork. Line: median. Cross: disturbed, repeated.");
    }

    private static void dots(Chart chart, Contender contender, boolean counted, double y, int shape, String colour) {
        List<Double> values = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        for (Fork fork : contender.forks()) {
            if (Forks.counts(contender, fork) == counted && Double.isFinite(fork.value())) {
                values.add(fork.value());
                heights.add(y);
            }
        }
        if (!values.isEmpty()) {
            chart.layer(Spec.of("geom", "point")
                    .and("data", Spec.of("x", values).and("y", heights))
                    .and("mapping", Spec.of("x", "x").and("y", "y"))
                    .and("shape", shape)
                    .and("size", 4)
                    .and("alpha", 0.75)
                    .and("color", colour));
        }
    }
}
