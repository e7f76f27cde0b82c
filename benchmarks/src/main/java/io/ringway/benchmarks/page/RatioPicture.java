package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The overview: one row a comparison, a dot for the median ratio, a bar for its spread, marks for floor and goal. */
final class RatioPicture {

    private static final int TICKS = 6;
    private static final int LEGEND_HEIGHT = 84;
    private static final double FLOOR_HALF_HEIGHT = 0.17;
    private static final int HOLLOW_DIAMOND = 5;
    private static final List<String> VERDICTS = List.of("ahead", "level", "behind");
    private static final List<Integer> SHAPES = List.of(16, 15, 17);

    private RatioPicture() {}

    /** Wide for a desk, narrow for a phone; the wide one also names the peers. */
    static Picture of(String name, String title, RowFrame frame, List<Comparison> rows) {
        String alt = rows.stream()
                .map(row -> row.name() + ": "
                        + Figures.ratioSpread(
                                row.ratio().median(),
                                row.ratio().min(),
                                row.ratio().max())
                        + " to " + row.ratio().peer() + ", " + row.ratio().verdict())
                .collect(Collectors.joining("; ", title + ". ", "."));
        return Picture.of(name, title, alt, look -> chart(look, frame, rows));
    }

    private static Chart chart(Look look, RowFrame frame, List<Comparison> rows) {
        Axis axis = axis(rows);
        List<Row> labels = rows.stream()
                .map(row -> new Row(
                        frame == RowFrame.WIDE ? row.name() + "\n" + row.ratio().peer() : row.name(),
                        Figures.ratio(row.ratio().median())
                                + (frame == RowFrame.WIDE ? " " + row.ratio().verdict() : "")))
                .toList();
        Chart chart = frame.chart(look, LEGEND_HEIGHT, labels, axis)
                .scale(Spec.of("aesthetic", "color")
                        .and("limits", VERDICTS)
                        .and("values", List.of(look.ours(), look.faint(), look.warning())))
                .scale(Spec.of("aesthetic", "shape").and("limits", VERDICTS).and("values", SHAPES))
                .layer(Spec.of("geom", "vline")
                        .and("xintercept", 1.0)
                        .and("color", look.ink())
                        .and("size", 1));
        Spec data = data(rows, axis);
        chart.layer(Spec.of("geom", "segment")
                .and("data", data)
                .and(
                        "mapping",
                        Spec.of("x", "low")
                                .and("xend", "high")
                                .and("y", "y")
                                .and("yend", "y")
                                .and("color", "verdict"))
                .and("show_legend", false)
                .and("size", 2.5));
        chart.layer(Spec.of("geom", "point")
                .and("data", data)
                .and(
                        "mapping",
                        Spec.of("x", "median")
                                .and("y", "y")
                                .and("color", "verdict")
                                .and("shape", "verdict"))
                .and("size", 5));
        marks(chart, look, rows);
        return chart.caption(
                "Dot: median of the rounds. Bar: smallest to largest.\n| floor   ◇ goal   * more threads than processors");
    }

    private static Spec data(List<Comparison> rows, Axis axis) {
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            y.add(RowFrame.y(i, rows.size()));
        }
        return Spec.of("y", y)
                .and("low", clamped(rows, axis, Ratio::min))
                .and("median", clamped(rows, axis, Ratio::median))
                .and("high", clamped(rows, axis, Ratio::max))
                .and("verdict", rows.stream().map(row -> row.ratio().verdict()).toList());
    }

    /** A ratio to 0 has no place on the axis; it is drawn at the end, and the table has the figure. */
    private static List<Double> clamped(List<Comparison> rows, Axis axis, ToDoubleFunction<Ratio> value) {
        return rows.stream()
                .map(row -> value.applyAsDouble(row.ratio()))
                .map(ratio -> Math.max(axis.low(), Math.min(axis.high(), Double.isNaN(ratio) ? 1 : ratio)))
                .toList();
    }

    private static void marks(Chart chart, Look look, List<Comparison> rows) {
        for (int i = 0; i < rows.size(); i++) {
            double y = RowFrame.y(i, rows.size());
            Double floor = rows.get(i).suite().floor();
            if (floor != null) {
                chart.layer(Spec.of("geom", "segment")
                        .and("x", floor)
                        .and("xend", floor)
                        .and("y", y - FLOOR_HALF_HEIGHT)
                        .and("yend", y + FLOOR_HALF_HEIGHT)
                        .and("color", look.ink())
                        .and("size", 1));
            }
            Double goal = rows.get(i).suite().goal();
            if (goal != null) {
                chart.layer(Spec.of("geom", "point")
                        .and("x", goal)
                        .and("y", y)
                        .and("shape", HOLLOW_DIAMOND)
                        .and("size", 4)
                        .and("color", look.ink()));
            }
        }
    }

    private static Axis axis(List<Comparison> rows) {
        double[] values = rows.stream()
                .flatMapToDouble(row -> DoubleStream.concat(
                        DoubleStream.of(
                                row.ratio().min(),
                                row.ratio().median(),
                                row.ratio().max()),
                        Stream.of(row.suite().floor(), row.suite().goal())
                                .filter(value -> value != null)
                                .mapToDouble(Double::doubleValue)))
                .filter(value -> value > 0 && Double.isFinite(value))
                .toArray();
        double low = Math.min(0.7, DoubleStream.of(values).min().orElse(1) * 0.93);
        double high = Math.max(1.5, DoubleStream.of(values).max().orElse(1) * 1.08);
        return Axis.log("ours / best peer (log scale); right of 1× is better", low, high, TICKS, RatioPicture::tick);
    }

    private static String tick(double ratio) {
        return Figures.tick(ratio) + "×";
    }
}
