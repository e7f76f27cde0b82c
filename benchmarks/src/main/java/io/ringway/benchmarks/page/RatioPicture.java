package io.ringway.benchmarks.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The overview: one row a comparison, a dot for the median ratio, a bar for its spread, marks for floor and goal. */
final class RatioPicture {

    private static final int LEGEND_HEIGHT = 84;
    private static final double FLOOR_HALF_HEIGHT = 0.17;
    private static final int HOLLOW_DIAMOND = 5;
    private static final List<String> VERDICTS = List.of("ahead", "level", "behind");
    private static final List<Integer> SHAPES = List.of(16, 15, 17);

    private RatioPicture() {}

    /** Wide for a desk, narrow for a phone; the wide one also names the peers. */
    static Picture of(String name, String title, int width, boolean namesPeers, List<Comparison> rows) {
        String alt = rows.stream()
                .map(row -> row.name() + ": "
                        + Figures.ratioSpread(
                                row.ratio().median(),
                                row.ratio().min(),
                                row.ratio().max())
                        + " to " + row.ratio().peer() + ", " + row.ratio().verdict())
                .collect(Collectors.joining("; ", title + ". ", "."));
        return Picture.of(name, title, alt, look -> chart(look, width, namesPeers, rows));
    }

    private static Chart chart(Look look, int width, boolean namesPeers, List<Comparison> rows) {
        Axis axis = axis(rows, width);
        List<Row> labels = rows.stream()
                .map(row -> new Row(
                        namesPeers ? row.name() + " – best peer: " + row.ratio().peer() : row.name(),
                        Figures.ratio(row.ratio().median()) + " " + row.ratio().verdict()))
                .toList();
        Chart chart = RowFrame.chart(look, width, LEGEND_HEIGHT, labels, axis)
                .scale(Spec.of(
                        "aesthetic",
                        "color",
                        "limits",
                        VERDICTS,
                        "values",
                        List.of(look.ours(), look.faint(), look.warning())))
                .scale(Spec.of("aesthetic", "shape", "limits", VERDICTS, "values", SHAPES))
                .layer(Spec.of("geom", "vline", "xintercept", 1.0, "color", look.ink(), "size", 1));
        Map<String, Object> data = data(rows);
        chart.layer(Spec.of(
                "geom",
                "segment",
                "data",
                data,
                "mapping",
                Spec.of("x", "low", "xend", "high", "y", "y", "yend", "y", "color", "verdict"),
                "show_legend",
                false,
                "size",
                2.5));
        chart.layer(Spec.of(
                "geom",
                "point",
                "data",
                data,
                "mapping",
                Spec.of("x", "median", "y", "y", "color", "verdict", "shape", "verdict"),
                "size",
                5));
        marks(chart, look, rows);
        return chart.caption(
                "Dot: median of the rounds. Bar: smallest to largest.\n| floor   ◇ goal   * more threads than processors");
    }

    private static Map<String, Object> data(List<Comparison> rows) {
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            y.add(RowFrame.y(i, rows.size()));
        }
        return Spec.of(
                "y", y,
                "low", rows.stream().map(row -> row.ratio().min()).toList(),
                "median", rows.stream().map(row -> row.ratio().median()).toList(),
                "high", rows.stream().map(row -> row.ratio().max()).toList(),
                "verdict", rows.stream().map(row -> row.ratio().verdict()).toList());
    }

    private static void marks(Chart chart, Look look, List<Comparison> rows) {
        for (int i = 0; i < rows.size(); i++) {
            double y = RowFrame.y(i, rows.size());
            Double floor = rows.get(i).suite().floor();
            if (floor != null) {
                chart.layer(Spec.of(
                        "geom",
                        "segment",
                        "x",
                        floor,
                        "xend",
                        floor,
                        "y",
                        y - FLOOR_HALF_HEIGHT,
                        "yend",
                        y + FLOOR_HALF_HEIGHT,
                        "color",
                        look.ink(),
                        "size",
                        1));
            }
            Double goal = rows.get(i).suite().goal();
            if (goal != null) {
                chart.layer(Spec.of(
                        "geom", "point", "x", goal, "y", y, "shape", HOLLOW_DIAMOND, "size", 4, "color", look.ink()));
            }
        }
    }

    private static Axis axis(List<Comparison> rows, int width) {
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
        double low = Math.min(0.7, DoubleStream.of(values).min().orElse(1) * 0.95);
        double high = Math.max(1.5, DoubleStream.of(values).max().orElse(1) * 1.05);
        return Axis.log(
                "ours to the best peer (×, log scale); right of 1 is better",
                low,
                high,
                width / 70,
                Figures::significant);
    }
}
